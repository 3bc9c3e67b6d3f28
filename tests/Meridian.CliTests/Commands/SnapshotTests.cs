using Meridian.Cli;
using Meridian.CliTests.Running;
using Meridian.Foundation.Snapshots;

namespace Meridian.CliTests.Commands;

/// <summary>F04 with snapshots: a store is made again from the newest one that is sound and the log behind it, to what the log alone gives.</summary>
public sealed class SnapshotTests : IDisposable
{
    private const string FromSnapshot = "made again from its snapshot";

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    private string Store => Path.Combine(_shell.Data, "meridian.duckdb");

    private string[] Names => [.. Directory.GetFiles(Path.Combine(_shell.Data, "snapshots")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData(0)]
    [InlineData(4_096)]
    [InlineData(8_200)]
    public void F04_a_damaged_store_is_made_again_from_its_snapshot_and_the_log_behind_it(int at)
    {
        var before = Fill();
        Flip(Store, at);
        var ended = _shell.Run("customers", "count", "--json");
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.Contains($"{FromSnapshot} of 2026-11-23 09:00 UTC and what came into the log behind entry 4", ended.Error, StringComparison.Ordinal);
        Assert.Equal(before, Digest());
        Assert.True(File.Exists(Store + ".set-aside-1"));
        Assert.Equal("", _shell.Run("customers", "count", "--json").Error);
        Assert.Equal(0, _shell.Run("check").Code);
    }

    /// <summary>A block is read, and its checksum looked at, only when something of it is asked for: that command says so, and the next one makes the store again.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.7)]
    [InlineData(0.9)]
    public void F04_damage_in_the_middle_of_the_file_costs_at_most_one_command(double place)
    {
        var before = Fill();
        var blocks = (new FileInfo(Store).Length - 12_288) / 262_144;
        Flip(Store, (int)(12_288 + ((long)(blocks * place) * 262_144) + 100));
        var first = _shell.Run("check", "--digest", "--json");
        Assert.Contains(first.Code, new[] { ExitCode.Ok, ExitCode.TryLater });
        Assert.Equal(before, Digest());
        Assert.Equal(0, _shell.Run("check").Code);
    }

    [Fact]
    public void Two_are_kept_and_what_a_crash_left_goes()
    {
        _shell.Snapshots = new SnapshotRule(0);
        _shell.Import("crm.csv", Contacts.Crm, "crm");
        File.WriteAllText(Path.Combine(_shell.Data, "snapshots", "new.part"), "half of one");
        File.WriteAllText(Path.Combine(_shell.Data, "snapshots", "2.duckdb"), "no note says that it is whole");
        _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
        Assert.Equal(["1.duckdb", "1.json", "2.duckdb", "2.json"], Names);
        _shell.Import("crm2.csv", Contacts.Crm, "crm2");
        Assert.Equal(["2.duckdb", "2.json", "3.duckdb", "3.json"], Names);
    }

    [Theory]
    [InlineData("4.duckdb")]
    [InlineData("4.json")]
    [InlineData("4.duckdb", "3.duckdb")]
    public void A_damaged_snapshot_is_passed_over_for_the_older_one_and_that_for_the_log(params string[] damaged)
    {
        var before = Fill();
        foreach (var name in damaged)
            Flip(Path.Combine(_shell.Data, "snapshots", name), 16);
        File.Delete(Store);
        var ended = _shell.Run("rebuild", "--json");
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.Contains(damaged.Length == 1 ? "behind entry 3" : "made again from its log", ended.Error, StringComparison.Ordinal);
        Assert.Equal(before, Digest());
    }

    /// <summary>Its file is what was written, but what was written was damaged already.</summary>
    [Fact]
    public void A_snapshot_of_a_damaged_store_is_passed_over()
    {
        var before = Fill();
        var path = Path.Combine(_shell.Data, "snapshots", "4.duckdb");
        var snapshot = Snapshot.Find(path)!;
        for (var at = 12_288; at < new FileInfo(path).Length; at += 262_144)
            Flip(path, at + 1_000);
        File.Copy(path, path + ".part");
        Snapshot.Complete(path + ".part", path, snapshot.Entry, snapshot.Note.At, snapshot.Note.JournalBytes);
        File.Delete(Store);
        var ended = _shell.Run("check", "--digest", "--json");
        Assert.Contains("The snapshot of entry 4 cannot be used", ended.Error, StringComparison.Ordinal);
        Assert.Contains("behind entry 3", ended.Error, StringComparison.Ordinal);
        Assert.Equal(before, ended.Output);
    }

    [Fact]
    public void Rebuild_takes_the_snapshot_unless_it_is_told_to_prove_the_log()
    {
        Fill();
        Assert.Contains(FromSnapshot, Same("rebuild", "--json").Error, StringComparison.Ordinal);
        Assert.DoesNotContain("snapshot", Same("rebuild", "--from-log", "--json").Error, StringComparison.Ordinal);

        Ended Same(params string[] args)
        {
            var ended = _shell.Run(args);
            Assert.True(Json.Of(ended.Output).GetProperty("same").GetBoolean());
            return ended;
        }
    }

    /// <summary>Three imports and an undo, with snapshots up to it, and one import behind them; the digest.</summary>
    private string Fill()
    {
        _shell.Snapshots = new SnapshotRule(0);
        _shell.Import("crm.csv", Contacts.Crm, "crm");
        _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
        _shell.Import("crm2.csv", Contacts.Crm, "crm2");
        Assert.Equal(0, _shell.Run("imports", "undo", "3").Code);
        _shell.Snapshots = SnapshotRule.Never;
        _shell.Import("crm3.csv", Contacts.Crm, "crm3");
        return Digest();
    }

    private string Digest() => _shell.Run("check", "--digest", "--json").Output;

    private static void Flip(string path, int at)
    {
        var bytes = File.ReadAllBytes(path);
        for (var i = at; i < Math.Min(at + 64, bytes.Length); i++)
            bytes[i] ^= 0xFF;
        File.WriteAllBytes(path, bytes);
    }
}
