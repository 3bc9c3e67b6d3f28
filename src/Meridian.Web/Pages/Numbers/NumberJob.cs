using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Numbers;

namespace Meridian.Web.Pages.OfNumbers;

/// <summary>What is done with lists of numbers.</summary>
public enum NumberTask
{
    /// <summary>Judge each number, and look it up among the customers.</summary>
    Check,

    /// <summary>Keep each number once.</summary>
    Dedupe,

    /// <summary>What is in all lists, in some, in one only.</summary>
    Compare,
}

/// <summary>What somebody asks of their lists.</summary>
/// <param name="Country">ISO code of national numbers that say nothing themselves, or null.</param>
/// <param name="Recipe">A recipe's name, or conditions in a line; null for none.</param>
/// <param name="Facts">Whether what is known of each customer is written too.</param>
/// <param name="SetAside">Whether what is rejected goes into the quarantine.</param>
public sealed record NumberAsk(NumberTask Task, IReadOnlyList<ImportDraft> Lists, string? Country, string? Recipe, bool Facts, bool SetAside)
{
    /// <summary>What it takes to ask it.</summary>
    public Right Needs => Task == NumberTask.Check ? Right.ScreenNumbers : Right.SortNumbers;
}

/// <summary>A file that came of it.</summary>
/// <param name="Name">As the browser keeps it.</param>
/// <param name="Text">Key of what the page calls it; null where <paramref name="Name"/> says it.</param>
/// <param name="Rows">In it, the header not counted.</param>
public sealed record NumberResultFile(string Path, string Name, string? Text, long Rows);

/// <summary>Lists of numbers at work, or done; it goes on when the page is closed.</summary>
public sealed class NumberJob(string id, string by, NumberAsk ask, string folder) : IProgress<NumberProgress>, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public string Id => id;

    /// <summary>Whose it is; it is there for nobody else.</summary>
    public string By => by;

    public NumberAsk Ask => ask;

    /// <summary>Where its files stand.</summary>
    public string Folder => folder;

    public ImportProgress? Progress { get; private set; }

    /// <summary>What a check found.</summary>
    public ScreenCounts? Counts { get; internal set; }

    /// <summary>The first rows of what a check wrote.</summary>
    public FirstRows? Sample { get; internal set; }

    /// <summary>What a list was cleared of.</summary>
    public DedupeCounts? Kept { get; internal set; }

    public ComparisonView? Compared { get; internal set; }

    /// <summary>How many rows the quarantine took; null where that was not asked.</summary>
    public long? SetAside { get; internal set; }

    /// <summary>The column of the numbers, by list.</summary>
    public IReadOnlyList<string> Columns { get; internal set; } = [];

    public IReadOnlyList<NumberResultFile> Files { get; internal set; } = [];

    /// <summary>Why it came to nothing, in words for a person; empty where it is a fault of the program.</summary>
    public string? Fault { get; internal set; }

    /// <summary>Whether it came to nothing because numbers are looked up, or set aside, elsewhere just now.</summary>
    public bool WasBusy { get; internal set; }

    public bool IsDone { get; internal set; }

    internal CancellationToken Stop => _stop.Token;

    public void Report(NumberProgress value) => Progress = new ImportProgress(value.FileName, value.Rows, value.BytesRead, value.BytesTotal);

    public void Cancel() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();
}
