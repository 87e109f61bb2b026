import Commands
import Testing

@Suite struct CompletionsTests {
  @Test(arguments: [Sample.program, Sample.hostile])
  func `every function is named after the program`(program: Program) {
    let scripts = [program.bashCompletions, program.zshCompletions, program.fishCompletions]
    for line in scripts.joined().split(separator: "\n") {
      if line.hasSuffix("() {") { #expect(line.hasPrefix("_gotools")) }
      if line.hasPrefix("function ") { #expect(line.hasPrefix("function _gotools_")) }
    }
  }

  @Test func `every script names every option and serves every name`() {
    for command in [Sample.program.command] + Sample.program.subcommands {
      for parameter in command.parameters {
        #expect(Sample.program.bashCompletions.contains("'--\(parameter.name)'"))
        #expect(Sample.program.zshCompletions.contains("--\(parameter.name)"))
        #expect(Sample.program.fishCompletions.contains("-l '\(parameter.name)'"))
      }
    }
    #expect(Sample.program.bashCompletions.hasSuffix("\ncomplete -F _gotools 'demo' 'probe'\n"))
    #expect(Sample.program.zshCompletions.hasPrefix("#compdef demo probe\n"))
    #expect(Sample.program.zshCompletions.contains("\n  compdef _gotools 'demo' 'probe'\n"))
    #expect(Sample.program.fishCompletions.contains("\ncomplete -c 'demo' -c 'probe' -f\n"))
  }

  @Test func `summaries and help stand beside what they describe`() {
    #expect(Sample.program.zshCompletions.contains("'probe:tell what is broken'"))
    #expect(Sample.program.zshCompletions.contains("'(-v --verbose)-v[also say what is fine]'"))
    #expect(
      Sample.program.fishCompletions.contains(
        #"-n '_gotools_is \'\'' -a '\'probe\'' -d 'tell what is broken'"#))
  }

  @Test func `each kind of value is completed in its own way`() {
    let bash = Sample.program.bashCompletions
    #expect(bash.contains("'probe --color') values=(words 'auto' 'always' 'never') ;;"))
    #expect(bash.contains("'probe -o' | 'probe --output') values=(file) ;;"))
    #expect(bash.contains("'probe --root') values=(directory) ;;"))
    #expect(bash.contains("'probe -c' | 'probe --count') values=(any) ;;"))
    #expect(bash.contains("'probe --ignore') values=(lists 'GT101' 'GT102' 'GT501') ;;"))
    #expect(bash.contains("'probe 0') values=(words 'memory' 'files') ;;"))
    #expect(bash.contains("'probe '*) values=(file) ;;"))
    let zsh = Sample.program.zshCompletions
    #expect(zsh.contains("'*-o+[write the report there]:FILE:_files'"))
    #expect(zsh.contains(":DIR:_files -/'"))
    #expect(zsh.contains("'*--count=[stop after N findings]:N: '"))
    let fish = Sample.program.fishCompletions
    #expect(fish.contains("-s 'o' -l 'output' -r -F -d"))
    #expect(fish.contains("-s 'c' -l 'count' -x -d"))
    #expect(fish.contains(#"-x -a '(_gotools_list \'GT101\' \'GT102\' \'GT501\')'"#))
  }

  @Test func `a program without operands, options or commands has scripts too`() {
    let bare = Program(command: Command("demo", "", exits: [:], details: ""), subcommands: [])
    for script in [bare.bashCompletions, bare.zshCompletions, bare.fishCompletions] {
      #expect(script.contains("_gotools"))
      #expect(script.hasSuffix("\n"))
    }
  }
}
