extension Program {
  /// A fish script that completes the binary and its standalone commands.
  package var fishCompletions: String {
    """
    # fish completion for \(oneLine(command.name))

    # Whether a word is an option of a command whose value is the next word.
    function _gotools_takes_value
        switch "$argv[1] $argv[2]"
    \(valueCase)        case '*'
                return 1
        end
    end

    # The command that the line is about, and how many operands it has; nothing before both are known.
    function _gotools_place
        set -l words (commandline -opc)
        set -l name (string replace -r '.*/' '' -- "$words[1]")
        set -l place 0
        set -l ended no
        set -l pending no
        contains -- "$name"\(fishQuoted(standalone)); or set name ''
        for word in $words[2..]
            if test $pending = yes
                set pending no
            else if test $ended = no -a "x$word" = x--
                set ended yes
            else if test $ended = no; and string match -q -- '--*' "$word"
                _gotools_takes_value "$name" "$word"; and set pending yes
            else if test $ended = no; and string match -qr -- '^-.' "$word"
                # A letter that takes a value takes the rest of the word, if there is any.
                set -l rest (string sub -s 2 -- "$word")
                while test -n "$rest"
                    set -l letter (string sub -l 1 -- "$rest")
                    set rest (string sub -s 2 -- "$rest")
                    if _gotools_takes_value "$name" "-$letter"
                        test -z "$rest"; and set pending yes
                        break
                    end
                end
            else if test -z "$name"
                set name $word
            else
                set place (math $place + 1)
            end
        end
        printf '%s\\n' "$name" $place
    end

    # Whether the line is about a command, the empty one being the binary itself.
    function _gotools_is
        set -l place (_gotools_place)
        test "$place[1]" = "$argv[1]"
    end

    # Whether the next operand is that of a command at a place, or, given "more", one behind it.
    function _gotools_operand
        set -l place (_gotools_place)
        test "$place[1]" = "$argv[1]"; or return
        test $place[2] -eq $argv[2]; or test "$argv[3]" = more -a $place[2] -gt $argv[2]
    end

    # The word being typed, without the option that it is the value of.
    function _gotools_value
        commandline -ct | string replace -r '^--[^=]*=' ''
    end

    # The words, each after what stands before the last comma.
    function _gotools_list
        set -l head (string match -r '.*,' -- (_gotools_value))
        printf '%s\\n' "$head"$argv
    end

    function _gotools_directories
        set -l value (_gotools_value)
        __fish_complete_directories "$value"
    end

    complete\(commands) -f
    \(subcommandLines)\(optionLines)\(operandLines)
    """
  }

  private var commands: String { callable.map { " -c " + fishQuoted($0) }.joined() }

  private var subcommandLines: String {
    subcommands.map { subcommand in
      let name = fishQuoted(fishQuoted(subcommand.name))
      return line("_gotools_is ''", "-a \(name)", subcommand.summary)
    }.joined()
  }

  private var optionLines: String {
    contexts.flatMap { key, command in
      command.parameters.map { parameter in
        let short = parameter.short.map { "-s \(fishQuoted(String($0))) " } ?? ""
        let value = parameter.value == nil ? "" : " " + parameter.values.fishOption
        return line(
          "_gotools_is \(fishQuoted(key))", "\(short)-l \(fishQuoted(parameter.name))\(value)",
          parameter.help)
      }
    }.joined()
  }

  private var operandLines: String {
    subcommands.flatMap { command in
      command.operands.places.compactMap { range, isSingle, operand in
        operand.values.fishOperand.map { completion in
          let place = "\(fishQuoted(command.name)) \(range.lowerBound)\(isSingle ? "" : " more")"
          return line("_gotools_operand \(place)", completion, operand.help)
        }
      }
    }.joined()
  }

  private var valueCase: String {
    let patterns = contexts.flatMap { key, command in
      command.parameters.filter { $0.value != nil }.flatMap { parameter in
        parameter.spellings.map { fishQuoted("\(key) \($0)") }
      }
    }
    guard !patterns.isEmpty else { return "" }
    return "        case \(patterns.joined(separator: " "))\n            return 0\n"
  }

  private func line(_ condition: String, _ completion: String, _ text: String) -> String {
    let description = fishQuoted(oneLine(text))
    return "complete\(commands) -n \(fishQuoted(condition)) \(completion) -d \(description)\n"
  }
}

extension Values {
  /// What makes fish require a value and offer what it may be.
  fileprivate var fishOption: String {
    switch self {
    case .file: "-r -F"
    case .any: "-x"
    case .words, .lists, .directory: "-x" + (fishOperand.map { " " + $0 } ?? "")
    }
  }

  fileprivate var fishOperand: String? {
    switch self {
    case .any: nil
    // fish reads the words twice: as part of this script, and when it completes.
    case .words(let words): "-a " + fishQuoted(words.map(fishQuoted).joined(separator: " "))
    case .lists(let words):
      "-a " + fishQuoted("(_gotools_list \(words().map(fishQuoted).joined(separator: " ")))")
    case .file: "-F"
    case .directory: "-a " + fishQuoted("(_gotools_directories)")
    }
  }
}

private func fishQuoted(_ words: [String]) -> String {
  words.map { " " + fishQuoted($0) }.joined()
}

private func fishQuoted(_ word: String) -> String {
  var quoted = "'"
  for scalar in word.unicodeScalars {
    if scalar == "'" || scalar == "\\" { quoted += "\\" }
    quoted.unicodeScalars.append(scalar)
  }
  return quoted + "'"
}
