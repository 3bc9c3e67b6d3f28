namespace Meridian.Foundation.Journal;

/// <summary>One entry of the journal.</summary>
/// <param name="Sequence">1, 2, 3, ... without gaps.</param>
/// <param name="At">When it was taken in, UTC, to the microsecond.</param>
/// <param name="Kind">What its body is: "events", "import", "undo", ...; <see cref="Erased"/> for one whose body is gone.</param>
public sealed record JournalEntry(long Sequence, DateTime At, string Kind, ReadOnlyMemory<byte> Body)
{
    /// <summary>The kind of an entry whose body was erased, or lost to damage; its place in the order stays.</summary>
    public const string Erased = "erased";
}

/// <summary>What opening a journal found that was not as it was left.</summary>
/// <param name="File">The segment.</param>
/// <param name="Offset">Byte from which on it is damaged.</param>
/// <param name="Bytes">How many bytes were cut or passed over.</param>
/// <param name="Lost">Numbers of entries that cannot be read any more; none where a tail was torn that nobody was told of.</param>
/// <param name="SetAside">Where the segment as it was found is kept, or null for a torn tail.</param>
public sealed record JournalDamage(string File, long Offset, long Bytes, IReadOnlyList<long> Lost, string? SetAside)
{
    public override string ToString() => Lost.Count > 0 && SetAside is null
        ? $"{File}: the journal ends before what the store has applied; entries {Lost[0]} to {Lost[^1]} are gone from it. The store has their content; keep a backup of it."
        : Lost.Count == 0 ? $"{File}: {Bytes} bytes from offset {Offset} on were no whole entry (written when the program or the machine stopped) and are cut off."
        : $"{File}: damaged at offset {Offset}; entries {Lost[0]} to {Lost[^1]} cannot be read. The file as it was is kept as {SetAside}.";
}
