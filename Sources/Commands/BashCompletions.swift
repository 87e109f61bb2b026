extension Program {
  /// A bash script that completes the binary and its standalone commands; it needs bash 4.4 alone.
  ///
  /// It prints nothing, and may be sourced in a shell that has `-e` and `-u` set.
  package var bashCompletions: String {
    """
    # bash completion for \(oneLine(command.name))

    # The options of a command, into the caller's array "candidates".
    _gotools_options() {
      case $1 in
    \(optionCases)
        *) candidates=() ;;
      esac
    }

    # What the value of an option may be, into the caller's array "values"; empty where it takes none.
    _gotools_value() {
      case "$1 $2" in
    \(valueCases)    *) values=() ;;
      esac
    }

    # What the operand of a command at a place may be, into the caller's array "values".
    _gotools_operand() {
      case "$1 $2" in
    \(operandCases)    *) values=() ;;
      esac
    }

    # Offers those candidates that begin with the word, quoted for the shell, each after the head.
    _gotools_offer() {
      local head=$1 word=$2 candidate quoted
      shift 2
      for candidate in "$@"; do
        printf -v quoted %q "$candidate"
        if [[ $candidate == "$word"* || $quoted == "$word"* ]]; then
          COMPREPLY+=("$head$quoted")
        fi
      done
    }

    # Offers what the caller's "values" say, after the head.
    _gotools_complete() {
      local head=$1 word=$2
      case ${values[0]-} in
        words) _gotools_offer "$head" "$word" "${values[@]:1}" ;;
        lists)
          if [[ $word == *,* ]]; then head+=${word%,*},; fi
          compopt -o nospace 2>/dev/null || true
          _gotools_offer "$head" "${word##*,}" "${values[@]:1}"
          ;;
        file) compopt -o default 2>/dev/null || true ;;
        directory) compopt -o dirnames 2>/dev/null || true ;;
      esac
    }

    _gotools() {
      local program=${1##*/} command='' item='' letter='' pending='' ended=''
      local word=${COMP_WORDS[COMP_CWORD]}
      local index position place=0
      local -a values=() candidates=()
      COMPREPLY=()
      case $program in
    \(programCase)    *) ;;
      esac
      for ((index = 1; index < COMP_CWORD; index++)); do
        item=${COMP_WORDS[index]}
        if [[ -n $pending ]]; then
          # bash makes a word of its own of the sign in --name=value
          if [[ $item != '=' || ${COMP_WORDS[index - 1]} != "$pending" ]]; then pending=''; fi
        elif [[ -z $ended && $item == -- ]]; then
          ended=1
        elif [[ -z $ended && $item == --* ]]; then
          _gotools_value "$command" "$item"
          if [[ ${#values[@]} -gt 0 ]]; then pending=$item; fi
        elif [[ -z $ended && $item == -?* ]]; then
          for ((position = 1; position < ${#item}; position++)); do
            letter=-${item:position:1}
            _gotools_value "$command" "$letter"
            if [[ ${#values[@]} -gt 0 ]]; then
              if ((position + 1 == ${#item})); then pending=$item; fi
              break
            fi
          done
        elif [[ -z $command ]]; then
          command=$item
        else
          place=$((place + 1))
        fi
      done
      if [[ -n $pending ]]; then
        if [[ $pending != --* ]]; then pending=-${pending: -1}; fi
        if [[ $word == '=' ]]; then word=''; fi
        _gotools_value "$command" "$pending"
        _gotools_complete '' "$word"
      elif [[ -z $ended && $word == --*=* ]]; then
        _gotools_value "$command" "${word%%=*}"
        _gotools_complete "${word%%=*}=" "${word#*=}"
      elif [[ -z $ended && $word == -* ]]; then
        _gotools_options "$command"
        _gotools_offer '' "$word" "${candidates[@]}"
      elif [[ -z $command ]]; then
        _gotools_offer '' "$word"\(shellQuoted(subcommands.map(\.name)))
      else
        _gotools_operand "$command" "$place"
        _gotools_complete '' "$word"
      fi
    }

    complete -F _gotools\(shellQuoted(callable))

    """
  }

  private var optionCases: String {
    contexts.map { key, command in
      let spellings = command.parameters.flatMap(\.spellings)
      return "    \(shellQuoted(key))) candidates=(\(shellQuoted(spellings).dropFirst())) ;;"
    }.joined(separator: "\n")
  }

  private var valueCases: String {
    contexts.flatMap { key, command in
      command.parameters.filter { $0.value != nil }.map { parameter in
        let patterns = parameter.spellings.map { shellQuoted("\(key) \($0)") }
        return "    \(patterns.joined(separator: " | "))) values=(\(parameter.values.bash)) ;;\n"
      }
    }.joined()
  }

  private var operandCases: String {
    subcommands.flatMap { command in
      command.operands.places.map { range, isSingle, operand in
        let pattern =
          isSingle
          ? shellQuoted("\(command.name) \(range.lowerBound)")
          : shellQuoted("\(command.name) ") + "*"
        return "    \(pattern)) values=(\(operand.values.bash)) ;;\n"
      }
    }.joined()
  }

  private var programCase: String {
    guard !standalone.isEmpty else { return "" }
    return "    \(standalone.map(shellQuoted).joined(separator: " | "))) command=$program ;;\n"
  }
}

extension Values {
  fileprivate var bash: String {
    switch self {
    case .any: "any"
    case .words(let words): "words" + shellQuoted(words)
    case .lists(let words): "lists" + shellQuoted(words())
    case .file: "file"
    case .directory: "directory"
    }
  }
}
