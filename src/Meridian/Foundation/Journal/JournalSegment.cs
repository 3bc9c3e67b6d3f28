using System.Globalization;

namespace Meridian.Foundation.Journal;

/// <summary>One file of the journal; entries from <see cref="First"/> on.</summary>
/// <param name="Edition">How often this program has rewritten it: places in an older edition are of no use in a newer one.</param>
internal sealed record JournalSegment(string Path, long First, int Edition = 0)
{
    private const string Ending = ".journal";

    public static string PathOf(string folder, long first) => System.IO.Path.Combine(folder, first.ToString("D20", CultureInfo.InvariantCulture) + Ending);

    /// <summary>The segments of a folder by their first entries.</summary>
    public static List<JournalSegment> In(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*" + Ending)
            .Where(p => long.TryParse(System.IO.Path.GetFileNameWithoutExtension(p), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(p => new JournalSegment(p, long.Parse(System.IO.Path.GetFileNameWithoutExtension(p), CultureInfo.InvariantCulture)))
            .OrderBy(s => s.First),
    ];

    /// <summary>
    /// Looks through the file. Where it is damaged, what cannot be read is told apart: a tail that was being written (the last segment's end, behind which no
    /// whole entry stands) is cut; entries in the middle become <see cref="JournalEntry.Erased"/> ones in a new file, and the old one is set aside.
    /// </summary>
    /// <param name="next">Number of the first entry behind this segment; null for the last segment.</param>
    /// <returns>Number of the last entry (First - 1 for none), and what was found.</returns>
    public (long Last, JournalDamage? Damage) Mend(long? next)
    {
        // A segment is 64 MB and an entry, so it is looked at as a whole.
        var bytes = File.ReadAllBytes(Path);
        var headed = JournalFormat.IsHead(bytes, First);
        var at = JournalFormat.HeadBytes;
        var sequence = First;
        var whole = new List<(int At, int Length)>();
        var lost = new List<long>();
        var damagedAt = headed ? -1L : 0;
        var passed = 0L;
        while (at < bytes.Length)
        {
            if (JournalFormat.Check(bytes.AsSpan(at), sequence) is var length and > 0)
            {
                whole.Add((at, length));
                at += length;
                sequence++;
                continue;
            }

            if (damagedAt < 0)
                damagedAt = at;
            var (found, number) = Find(bytes, at + 1, sequence, next ?? long.MaxValue);
            passed += found - at;
            if (found == bytes.Length)
                break;
            for (; sequence < number; sequence++)
            {
                lost.Add(sequence);
                whole.Add((-1, 0));
            }

            at = found;
        }

        // Before another segment everything was acknowledged, so what is missing there is lost and not merely torn.
        for (; next is { } end && sequence < end; sequence++)
        {
            lost.Add(sequence);
            whole.Add((-1, 0));
        }

        if (headed && damagedAt < 0 && lost.Count == 0)
            return (sequence - 1, null);
        if (lost.Count == 0 && headed)
        {
            using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.SetLength(file, damagedAt);
            Durable.Flush(file);
            return (sequence - 1, new JournalDamage(System.IO.Path.GetFileName(Path), damagedAt, bytes.Length - damagedAt, [], null));
        }

        var aside = SetAside();
        Write(whole.Select((w, i) => w.At < 0 ? Tombstone(First + i) : bytes.AsMemory(w.At, w.Length)));
        return (sequence - 1, new JournalDamage(System.IO.Path.GetFileName(Path), Math.Max(damagedAt, 0), passed, lost, System.IO.Path.GetFileName(aside)));
    }

    /// <summary>Rewrites entries up to a number; see <see cref="Journal.Rewrite"/>.</summary>
    /// <returns>Entries that were changed; for none the file is left alone.</returns>
    public int Rewrite(long last, Func<JournalEntry, ReadOnlyMemory<byte>?> change)
    {
        var bytes = File.ReadAllBytes(Path);
        var entries = new List<ReadOnlyMemory<byte>>();
        var changed = 0;
        var sequence = First;
        for (var at = JournalFormat.HeadBytes; at < bytes.Length; sequence++)
        {
            var length = JournalFormat.Check(bytes.AsSpan(at), sequence);
            if (length == 0)
                throw new IOException($"{Path}: entry {sequence} is damaged. Restart the program: it mends what can be mended.");
            ReadOnlyMemory<byte> entry = bytes.AsMemory(at, length);
            if (sequence <= last && JournalFormat.Read(entry.Span) is var read && change(read) is { } body)
            {
                var (packed, compressed) = JournalFormat.Pack(body.Span);
                var written = new byte[JournalFormat.Length(read.Kind, packed.Length)];
                JournalFormat.Write(written, sequence, read.At, read.Kind, packed, compressed);
                entry = written;
                changed++;
            }

            entries.Add(entry);
            at += length;
        }

        if (changed > 0)
            Write(entries);
        return changed;
    }

    /// <summary>Writes the segment anew in one step; whoever reads sees the old file or the new one.</summary>
    public void Write(IEnumerable<ReadOnlyMemory<byte>> entries)
    {
        var part = Path + ".part";
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            file.Write(JournalFormat.Head(First));
            foreach (var entry in entries)
                file.Write(entry.Span);
            file.Flush();
            Durable.Flush(file.SafeFileHandle);
        }

        File.Move(part, Path, overwrite: true);
        Durable.Folder(System.IO.Path.GetDirectoryName(Path)!);
    }

    private string SetAside()
    {
        var aside = Path + ".damaged";
        for (var i = 2; File.Exists(aside); i++)
            aside = string.Create(CultureInfo.InvariantCulture, $"{Path}.damaged{i}");
        File.Copy(Path, aside);
        using var copy = File.OpenHandle(aside, FileMode.Open, FileAccess.ReadWrite);
        Durable.Flush(copy);
        return aside;
    }

    private static ReadOnlyMemory<byte> Tombstone(long sequence)
    {
        var entry = new byte[JournalFormat.Length(JournalEntry.Erased, 0)];
        JournalFormat.Write(entry, sequence, DateTime.UnixEpoch, JournalEntry.Erased, [], compressed: false);
        return entry;
    }

    /// <summary>The next whole entry, at any byte; its numbers go on from where the damage began.</summary>
    private static (int At, long Sequence) Find(byte[] bytes, int from, long sequence, long end)
    {
        for (var at = from; at + JournalFormat.EntryHeadBytes <= bytes.Length; at++)
        {
            var number = JournalFormat.Sequence(bytes.AsSpan(at));
            if (number >= sequence && number < end && number - sequence < bytes.Length && JournalFormat.Check(bytes.AsSpan(at), number) > 0)
                return (at, number);
        }

        return (bytes.Length, sequence);
    }
}
