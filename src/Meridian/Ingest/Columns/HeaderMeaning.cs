namespace Meridian.Ingest.Columns;

/// <summary>How a header was understood.</summary>
internal enum HeaderClarity
{
    /// <summary>The whole header is a known spelling.</summary>
    Exact,

    /// <summary>A known spelling among words that say nothing.</summary>
    Composed,

    /// <summary>A known spelling among words that are not known.</summary>
    Partial,

    /// <summary>A word that only hints.</summary>
    Hint,

    /// <summary>Blank, "column 3", "value".</summary>
    Nothing,

    /// <summary>No word of it is known.</summary>
    Unknown,

    /// <summary>About something or somebody else than the customer: "agent phone", "phone verified".</summary>
    Foreign,
}

/// <summary>A field that a header may mean, with the probability that the header alone gives it.</summary>
internal sealed record HeaderCandidate(string Field, double Prior, string Language, string Spelling, bool MayBePart = false);

/// <summary>What a header says.</summary>
internal sealed record HeaderMeaning(HeaderClarity Clarity, IReadOnlyList<HeaderCandidate> Candidates, string? ForeignWord = null);
