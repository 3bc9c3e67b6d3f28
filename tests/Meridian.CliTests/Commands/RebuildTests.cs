using Meridian.Cli;
using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

/// <summary>The store is a projection: whatever happens to its file, the log gives it back.</summary>
public sealed class RebuildTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    private string Store => Path.Combine(_shell.Data, "meridian.duckdb");

    [Fact]
    public void Rebuild_gives_the_same_content_after_imports_undos_and_refused_files()
    {
        Fill();
        var before = Digest();
        var ended = _shell.Run("rebuild", "--json");
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.True(Json.Of(ended.Output).GetProperty("same").GetBoolean());
        Assert.Equal(before, Digest());
        Assert.True(File.Exists(Store + ".set-aside-1"));
        Assert.Equal(0, _shell.Run("check").Code);
    }

    /// <summary>F04: a damaged file is set aside and made again, unattended, by whichever command comes first.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(4_096)]
    [InlineData(8_200)]
    public void F04_a_damaged_store_is_made_again_by_the_next_command(int at)
    {
        Fill();
        var before = Digest();
        var bytes = File.ReadAllBytes(Store);
        for (var i = 0; i < 64; i++)
            bytes[at + i] ^= 0xFF;
        File.WriteAllBytes(Store, bytes);

        var ended = _shell.Run("customers", "count", "--json");
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.Equal(before, Digest());
        Assert.Equal(bytes, File.ReadAllBytes(Store + ".set-aside-1"));
        Assert.Contains("made again from its log", ended.Error, StringComparison.Ordinal);
        Assert.Equal("", _shell.Run("customers", "count", "--json").Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_all_kept_files_nothing_is_made_again_and_nothing_touched(bool gone)
    {
        Fill();
        var before = Digest();
        var kept = Directory.GetFiles(Path.Combine(_shell.Data, "imports", "1"), "original*").Single();
        if (gone)
            File.Delete(kept);
        else
            File.AppendAllText(kept, "9,Eve,,\n");
        var ended = _shell.Run("rebuild");
        Assert.Equal(ExitCode.Failed, ended.Code);
        Assert.Contains("kept file of import 1", ended.Error, StringComparison.Ordinal);
        Assert.Equal(before, Digest());
        Assert.False(File.Exists(Store + ".set-aside-1"));
    }

    [Fact]
    public void A_store_that_is_gone_is_made_again()
    {
        Fill();
        var before = Digest();
        File.Delete(Store);
        Assert.Equal(before, Digest());
    }

    [Fact]
    public void A_journal_that_is_gone_is_told_and_the_store_goes_on()
    {
        Fill();
        var before = Digest();
        Directory.Delete(Path.Combine(_shell.Data, "journal"), recursive: true);
        var ended = _shell.Run("check", "--digest");
        Assert.Contains("are gone from it", ended.Error, StringComparison.Ordinal);
        Assert.Equal(before, Digest());
        _shell.Import("more.csv", Contacts.Crm, "other");
        Assert.Equal(0, _shell.Run("check").Code);
        Assert.DoesNotContain("gone", _shell.Run("check").Error, StringComparison.Ordinal);
    }

    private void Fill()
    {
        _shell.Import("crm.csv", Contacts.Crm, "crm");
        _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
        _shell.Import("crm2.csv", Contacts.Crm, "crm2");
        Assert.Equal(0, _shell.Run("imports", "undo", "3").Code);
    }

    private string Digest() => _shell.Run("check", "--digest", "--json").Output;
}
