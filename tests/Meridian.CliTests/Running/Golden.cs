using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Snapshooter;
using Snapshooter.Core;
using Snapshooter.Core.Serialization;

namespace Meridian.CliTests.Running;

/// <summary>
/// Compares what commands print with the files in the golden folder beside the tests. MERIDIAN_GOLDEN=write writes files that are missing;
/// to change one, delete it and write it anew, and read the difference before it is committed.
/// </summary>
internal static partial class Golden
{
    private static readonly SnapshotAssert Snapshots = Make();

    /// <summary>Asserts that a transcript is the golden file <paramref name="name"/>, after what differs from run to run is made the same.</summary>
    public static void Match(string name, string transcript, [CallerFilePath] string test = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(test)!, "Golden");
        if (!File.Exists(Path.Combine(folder, "__snapshots__", name + ".txt")) && Environment.GetEnvironmentVariable("MERIDIAN_GOLDEN") != "write")
            Assert.Fail($"There is no golden file {name}.txt. Look at the output, then run the test once with MERIDIAN_GOLDEN=write:\n{transcript}");
        Snapshots.AssertSnapshot(transcript, new SnapshotFullName(name + ".txt", folder), new MatchOptions());
    }

    /// <summary>A command as a person sees it: the command, standard output, standard error, exit code.</summary>
    public static string Transcript(Shell shell, params string[] args) => Transcript(shell, args, shell.Run(args));

    public static string Transcript(Shell shell, string[] args, Ended ended)
    {
        var error = ended.Error.Length == 0 ? "" : $"--- standard error\n{ended.Error}";
        return Normalise($"$ meridian {string.Join(' ', args)}\n{ended.Output}{error}--- exit {ended.Code}\n", shell.Folder);
    }

    /// <summary>Temporary paths, seconds, rates and versions differ from run to run; trailing blanks nobody sees.</summary>
    private static string Normalise(string text, string folder)
    {
        text = Comparable(text, folder);
        // A digest tells equal stores from unequal ones; its value is nothing to be kept for ever.
        text = Hash().Replace(text, "HASH");
        return TrailingBlanks().Replace(text, "");
    }

    /// <summary>The same without the hashes, of two runs that are compared with each other.</summary>
    public static string Comparable(string text, string folder) =>
        Seconds().Replace(Elapsed().Replace(text.Replace(folder, "FOLDER", StringComparison.Ordinal), "N s, N rows/s"), "\"seconds\":0");

    [GeneratedRegex(@"[\d.,]+ s, [\d,]+ rows/s", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Elapsed();

    [GeneratedRegex("\"seconds\":[0-9.]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Seconds();

    [GeneratedRegex(@"(?<![-\w])([0-9a-f]{64}|[0-9a-f]{16})(?![-\w])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hash();

    [GeneratedRegex("[ ]+(?=\n)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TrailingBlanks();

    private static SnapshotAssert Make()
    {
        var serializer = new SnapshotSerializer(new GlobalSnapshotSettingsResolver());
        var files = new SnapshotFileHandler();
        return new SnapshotAssert(serializer, files, new SnapshotEnvironmentCleaner(files), new JsonSnapshotComparer(new XunitAssert(), serializer), new JsonSnapshotFormatter(serializer));
    }

    /// <summary>Snapshooter's own assertions are for older test frameworks.</summary>
    private sealed class XunitAssert : IAssert
    {
        public void Assert(string expectedSnapshot, string actualSnapshot) => Xunit.Assert.Equal(expectedSnapshot, actualSnapshot, ignoreLineEndingDifferences: true);
    }
}
