using System.Text;
using Meridian.Foundation.Journal;
using Log = Meridian.Foundation.Journal.Journal;

namespace Meridian.Tests.Foundation.Journal;

public sealed class JournalTests : IDisposable
{
    private static readonly DateTime At = new(2026, 11, 26, 2, 30, 0, 123);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meridian-journal-");
    private readonly List<JournalDamage> _damage = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Entries_come_back_as_they_were_also_after_opening_again()
    {
        var bodies = Enumerable.Range(0, 50).Select(i => new string((char)('a' + (i % 26)), i * 37)).ToList();
        using (var journal = Open())
        {
            for (var i = 0; i < 30; i++)
                Assert.Equal(i + 1, journal.Append("events", At.AddSeconds(i), Encoding.UTF8.GetBytes(bodies[i])));
        }

        using (var journal = Open())
        {
            Assert.Equal(30, journal.Last);
            for (var i = 30; i < 50; i++)
                journal.Append("import", At.AddSeconds(i), Encoding.UTF8.GetBytes(bodies[i]));
            var read = journal.Read(1).ToList();
            Assert.Equal(bodies, read.Select(e => Encoding.UTF8.GetString(e.Body.Span)));
            Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i + 1), read.Select(e => e.Sequence));
            Assert.All(read, e => Assert.Equal((At.AddSeconds(e.Sequence - 1), e.Sequence <= 30 ? "events" : "import"), (e.At, e.Kind)));
            Assert.Equal(bodies[41..], journal.Read(42).Select(e => Encoding.UTF8.GetString(e.Body.Span)));
            Assert.Empty(journal.Read(51));
        }

        Assert.Empty(_damage);
    }

    [Fact]
    public async Task Many_writers_share_flushes_and_each_has_its_own_number()
    {
        using var journal = Open();
        var numbers = await Task.WhenAll(Enumerable.Range(0, 16).Select(w => Task.Run(async () =>
        {
            var mine = new List<(long Number, string Body)>();
            for (var i = 0; i < 100; i++)
                mine.Add((await journal.AppendAsync("events", At, Encoding.UTF8.GetBytes($"{w}:{i}")), $"{w}:{i}"));
            return mine;
        })));
        var read = journal.Read(1).ToDictionary(e => e.Sequence, e => Encoding.UTF8.GetString(e.Body.Span));
        Assert.Equal(1_600, read.Count);
        Assert.All(numbers.SelectMany(n => n), n => Assert.Equal(n.Body, read[n.Number]));
    }

    [Fact]
    public async Task Whoever_waits_is_woken_by_the_next_entry()
    {
        using var journal = Open();
        var waiting = journal.WaitAsync(0, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        journal.Append("events", At, "x"u8);
        await waiting.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await journal.WaitAsync(0, TestContext.Current.CancellationToken);
    }

    /// <summary>F03: a crash may leave any part of what was being written.</summary>
    [Fact]
    public void F03_a_last_entry_cut_at_any_byte_is_cut_off_and_all_before_it_are_there()
    {
        Fill(5);
        var file = Directory.GetFiles(_folder.FullName).Single();
        var whole = File.ReadAllBytes(file);
        var lengths = new List<int>();
        using (var journal = Open())
        {
            lengths.AddRange(journal.Read(1).Select(e => e.Body.Length));
        }

        // From the end of the fourth entry to one byte short of the end.
        var fourth = EndOf(whole, 4);
        for (var cut = fourth; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(file, whole[..cut]);
            _damage.Clear();
            using var journal = Open();
            Assert.Equal(4, journal.Last);
            Assert.Equal(4, journal.Read(1).Count());
            Assert.Equal(cut == fourth ? 0 : 1, _damage.Count);
            if (cut > fourth)
                Assert.Equal((fourth, cut - fourth, 0), ((int)_damage[0].Offset, (int)_damage[0].Bytes, _damage[0].Lost.Count));
            Assert.Equal(5, journal.Append("events", At, "again"u8));
        }
    }

    /// <summary>F04: one flipped byte costs at most the entry that it is in, and never the start of the program.</summary>
    [Fact]
    public void F04_a_flipped_byte_anywhere_costs_only_its_entry_and_the_file_is_set_aside()
    {
        Fill(6);
        var file = Directory.GetFiles(_folder.FullName).Single();
        var whole = File.ReadAllBytes(file);
        var last = EndOf(whole, 5);
        // One in three, from another one on each time, so that builds together come to all.
        for (var at = Random.Shared.Next(3); at < whole.Length; at += 3)
        {
            foreach (var old in Directory.GetFiles(_folder.FullName))
                File.Delete(old);
            var damaged = whole.ToArray();
            damaged[at] ^= 0xFF;
            File.WriteAllBytes(file, damaged);
            _damage.Clear();
            using var journal = Open();
            var read = journal.Read(1).ToList();
            var lost = read.Where(e => e.Kind == JournalEntry.Erased).Select(e => e.Sequence).ToList();
            if (at >= last)
            {
                // The last entry cannot be told from one that was being written.
                Assert.Equal((5, 0), (read.Count, lost.Count));
                continue;
            }

            Assert.Equal(6, read.Count);
            Assert.True(lost.Count == (at < 16 ? 0 : 1), $"byte {at}: {string.Join(',', lost)}");
            Assert.Equal(lost, _damage.Single().Lost);
            Assert.Equal(damaged, File.ReadAllBytes(Path.Combine(_folder.FullName, _damage.Single().SetAside!)));
            Assert.Equal(7, journal.Append("events", At, "again"u8));
        }
    }

    [Fact]
    public void A_journal_of_several_segments_is_read_as_one_and_damage_in_an_old_one_is_found_when_all_are_looked_through()
    {
        var random = new byte[1 << 20];
        new Random(3).NextBytes(random);
        using (var journal = Open())
        {
            for (var i = 0; i < 140; i++)
                journal.Append("events", At, random);
            Assert.Equal(140, journal.Read(1).Count());
        }

        var files = Directory.GetFiles(_folder.FullName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(3, files.Count);
        using (var stream = File.OpenWrite(files[0]))
        {
            stream.Position = 5_000_000;
            stream.Write([1, 2, 3, 4, 5]);
        }

        using (var journal = Open())
        {
            Assert.Equal(140, journal.Last);
            Assert.Equal(4, journal.Read(137).Count());
            Assert.Throws<IOException>(() => journal.Read(1).Count());
        }

        Assert.Empty(_damage);
        using var mended = Log.Open(_folder.FullName, _damage.Add, all: true);
        Assert.Equal([5], _damage.Single().Lost);
        Assert.Equal(139, mended.Read(1).Count(e => e.Kind == "events"));
    }

    private Log Open() => Log.Open(_folder.FullName, _damage.Add);

    private void Fill(int entries)
    {
        using var journal = Open();
        for (var i = 0; i < entries; i++)
            journal.Append("events", At.AddSeconds(i), Encoding.UTF8.GetBytes($"{{\"n\": {i}, \"text\": \"{new string('x', i * 11)}\"}}"));
    }

    private static int EndOf(byte[] file, int entries)
    {
        var at = 16;
        for (var i = 0; i < entries; i++)
            at += BitConverter.ToInt32(file, at) + 8;
        return at;
    }
}
