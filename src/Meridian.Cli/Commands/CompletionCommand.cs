using System.CommandLine;

namespace Meridian.Cli.Commands;

/// <summary>meridian completion bash | zsh | fish | pwsh</summary>
internal static class CompletionCommand
{
    // Each asks the program itself ("[suggest:POSITION]"), so the completions are never older than the commands.
    private const string Bash = """
        _meridian() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(meridian "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _meridian meridian
        """;

    private const string Zsh = """
        #compdef meridian
        _meridian() {
          local -a found
          found=("${(@f)$(meridian "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          compadd -a found
          _files
        }
        compdef _meridian meridian
        """;

    private const string Fish = """
        complete -c meridian -a '(meridian "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
        """;

    private const string Pwsh = """
        Register-ArgumentCompleter -Native -CommandName meridian -ScriptBlock {
          param($word, $line, $cursor)
          meridian "[suggest:$cursor]" "$line" | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Make(CommandContext context)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Print the script that completes commands and options in a shell.") { shell };
        command.SetAction(parsed =>
        {
            context.Terminal.Output.WriteLine(parsed.GetValue(shell) switch { "zsh" => Zsh, "fish" => Fish, "pwsh" => Pwsh, _ => Bash });
            return ExitCode.Ok;
        });
        return command;
    }
}
