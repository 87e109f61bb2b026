extension Program {
  /// A zsh script that completes the binary and its standalone commands.
  ///
  /// It serves as the file `_gotools` in a directory of `fpath`, and to be evaluated after `compinit`.
  package var zshCompletions: String {
    """
    #compdef \(callable.joined(separator: " "))

    \(valueFunctions.joined())_gotools_commands() {
      local -a names=(\(subcommands.map { shellQuoted($0.described) }.joined(separator: " ")))
      _describe -t commands command names
    }

    # Completes the arguments of one command.
    _gotools_arguments() {
      case $1 in
    \(subcommands.map(arguments).joined())    *) _message 'unknown command' ;;
      esac
    }

    _gotools() {
      local curcontext=$curcontext state state_descr context name=${service:t}
      local -a line
      typeset -A opt_args
      case $name in
    \(standaloneCase)    *) ;;
      esac
      _arguments -s -S -C \\
    \(specifications(of: command.parameters).map { "    \($0) \\\n" }.joined())    '1:command:_gotools_commands' \\
        '*:::argument:->rest' && return 0
      [[ $state == rest ]] || return 1
      curcontext=${curcontext%:*:*}:gotools-$line[1]:
      words=("$line[1]" "${words[@]}")
      ((CURRENT += 1))
      _gotools_arguments "${(Q)line[1]}"
    }

    if [[ ${funcstack[1]-} == _gotools ]]; then
      _gotools "$@"
    elif ((${+functions[compdef]})); then
      compdef _gotools\(shellQuoted(callable))
    fi

    """
  }

  /// The distinct lists of words, each completed by a function of its own.
  private var wordLists: [WordList] {
    var lists: [WordList] = []
    for (_, command) in contexts {
      for values in command.parameters.map(\.values) + command.operands.map(\.values) {
        if let list = WordList(values), !lists.contains(list) { lists.append(list) }
      }
    }
    return lists
  }

  private var valueFunctions: [String] {
    wordLists.enumerated().map { index, list in
      """
      _gotools_values_\(index)() {
        \(list.isList ? "compset -P '*,'\n  compset -S ',*'\n  compadd -q -S ," : "compadd")\
       "$@" --\(shellQuoted(list.words))
      }


      """
    }
  }

  private func arguments(of command: Command) -> String {
    let operands = command.operands.places.map { range, isSingle, operand in
      let place = isSingle ? String(range.lowerBound + 1) : "*"
      let separator = operand.arity == .optional ? "::" : ":"
      return shellQuoted("\(place)\(separator)\(colons(operand.name)):\(action(operand.values))")
    }
    let all = specifications(of: command.parameters) + operands
    return "    \(shellQuoted(command.name)))\n      _arguments -s -S"
      + all.map { " \\\n        \($0)" }.joined() + "\n      ;;\n"
  }

  private func specifications(of parameters: [Parameter]) -> [String] {
    parameters.flatMap { parameter in
      let help = "[\(brackets(oneLine(parameter.help)))]"
      let others = "(\(parameter.spellings.joined(separator: " ")))"
      return parameter.spellings.map { spelling in
        guard let value = parameter.value else { return shellQuoted(others + spelling + help) }
        let sign = spelling.hasPrefix("--") ? "=" : "+"
        let completion = ":\(colons(value)):\(action(parameter.values))"
        return shellQuoted("*" + spelling + sign + help + completion)
      }
    }
  }

  private func action(_ values: Values) -> String {
    switch values {
    case .file: return "_files"
    case .directory: return "_files -/"
    case .any: return " "
    case .words, .lists:
      let index = WordList(values).flatMap(wordLists.firstIndex)
      return index.map { "_gotools_values_\($0)" } ?? " "
    }
  }

  private var standaloneCase: String {
    guard !standalone.isEmpty else { return "" }
    let names = standalone.map(shellQuoted).joined(separator: " | ")
    return "    \(names)) _gotools_arguments \"$name\" && return 0 || return 1 ;;\n"
  }
}

private struct WordList: Equatable {
  let words: [String]
  let isList: Bool

  init?(_ values: Values) {
    switch values {
    case .words(let words): (self.words, isList) = (words, false)
    case .lists(let words): (self.words, isList) = (words(), true)
    case .any, .file, .directory: return nil
    }
  }
}

extension Command {
  /// Name and summary as `_describe` takes them.
  fileprivate var described: String { "\(colons(name)):\(escaping(["\\"], in: oneLine(summary)))" }
}

/// A text in a place that a colon ends.
private func colons(_ text: String) -> String {
  escaping([":", "\\"], in: oneLine(text))
}

/// A text in a place that a bracket ends.
private func brackets(_ text: String) -> String {
  escaping(["[", "]", "\\"], in: text)
}

private func escaping(_ special: Set<Character>, in text: String) -> String {
  text.map { special.contains($0) ? "\\\($0)" : String($0) }.joined()
}
