namespace Meridian.Cli;

/// <summary>What the program tells the shell.</summary>
public static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int PartlyRejected = 5;
    public const int TryLater = 75;
}

/// <summary>A command cannot go on: one sentence for the person and the exit code for the shell.</summary>
public sealed class CommandException(int code, string message) : Exception(message)
{
    public int Code => code;

    /// <summary>Lines shown below the message: the place in a text that it is about.</summary>
    public IReadOnlyList<string> Below { get; init; } = [];
}
