using System.Globalization;
using System.Text.RegularExpressions;

namespace Meridian.WebTests.Running;

/// <summary>
/// Reads what strace saw of a server, in the order in which the kernel saw it: which message came in on which connection, was written to the journal, was flushed, and was
/// answered. A written message is durable when a flush that began after the write has succeeded.
/// </summary>
internal sealed partial class FlushTrace
{
    /// <summary>Calls that were begun and have not ended, by thread.</summary>
    private readonly Dictionary<string, string> _begun = [];
    private readonly Dictionary<string, string> _asked = [];
    private readonly HashSet<string> _written = [];
    private readonly HashSet<string> _durable = [];

    /// <summary>What each flush that is at work covers, by thread.</summary>
    private readonly Dictionary<string, string[]> _flushing = [];

    /// <summary>Messages that were answered with 200 after their flush, and before.</summary>
    public (int After, int Before) Answered { get; private set; }

    public int Flushes { get; private set; }

    /// <summary>What strace must be told to show.</summary>
    public static IEnumerable<string> Arguments(int process, string file) =>
        ["-f", "-y", "-s", "100000", "-e", "trace=recvmsg,recvfrom,read,sendmsg,sendto,write,pwrite64,pwritev,pwritev2,fsync,fdatasync", "-o", file, "-p", process.ToString(CultureInfo.InvariantCulture)];

    public static FlushTrace Read(string file)
    {
        var trace = new FlushTrace();
        foreach (var line in File.ReadLines(file))
            trace.Add(line);
        return trace;
    }

    private void Add(string line)
    {
        var (thread, rest) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[line.IndexOf(' ', StringComparison.Ordinal)..].TrimStart());
        if (Resumed().Match(rest) is { Success: true } resumed)
        {
            if (_begun.Remove(thread, out var begun))
                End(thread, begun + rest[resumed.Length..]);
        }
        else if (Unfinished().Match(rest) is { Success: true } unfinished)
        {
            Begin(thread, rest[..unfinished.Index]);
            _begun[thread] = rest[..unfinished.Index];
        }
        else if (rest.Contains('(', StringComparison.Ordinal))
        {
            Begin(thread, rest);
            End(thread, rest);
        }
    }

    /// <summary>An answer counts from where it begins to be sent, a flush covers what was written before it began.</summary>
    private void Begin(string thread, string call)
    {
        if (call.StartsWith('f'))
            _flushing[thread] = [.. _written];
        else if (call.StartsWith("send", StringComparison.Ordinal) && call.Contains("HTTP/1.1 200 OK", StringComparison.Ordinal) && _asked.Remove(Handle(call), out var message))
            Answered = _durable.Contains(message) ? (Answered.After + 1, Answered.Before) : (Answered.After, Answered.Before + 1);
    }

    private void End(string thread, string call)
    {
        if (call.StartsWith('f'))
        {
            if (!_flushing.Remove(thread, out var covered) || !call.Contains(".journal>", StringComparison.Ordinal) || !call.EndsWith(" = 0", StringComparison.Ordinal))
                return;
            Flushes++;
            _durable.UnionWith(covered);
            _written.ExceptWith(covered);
        }
        else if (call.StartsWith("pwrite", StringComparison.Ordinal) && call.Contains(".journal>", StringComparison.Ordinal))
        {
            _written.UnionWith(Message().Matches(call).Select(m => m.Value));
        }
        else if ((call.StartsWith("re", StringComparison.Ordinal)) && Message().Match(call) is { Success: true } message)
        {
            _asked[Handle(call)] = message.Value;
        }
    }

    private static string Handle(string call) => call[(call.IndexOf('(', StringComparison.Ordinal) + 1)..].Split('<', ',')[0];

    [GeneratedRegex(@"message-\d{8}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Message();

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Resumed();

    [GeneratedRegex(@" ?<unfinished \.\.\.>$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Unfinished();
}
