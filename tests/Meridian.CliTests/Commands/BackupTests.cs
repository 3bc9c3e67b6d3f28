using System.IO.Compression;
using Meridian.Cli;
using Meridian.CliTests.Running;
using Meridian.Foundation;
using Meridian.Foundation.Log;
using Meridian.Privacy;

namespace Meridian.CliTests.Commands;

public sealed class BackupTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    private string Zip => Path.Combine(_shell.Folder, "backup.zip");

    private string Restored => Path.Combine(_shell.Folder, "restored");

    [Fact]
    public void What_is_restored_is_what_was_saved_and_goes_on_living()
    {
        Fill();
        var before = _shell.Run("check", "--digest", "--json").Output;
        Assert.Equal(ExitCode.Ok, _shell.Run("backup", "--to", Zip).Code);
        _shell.Import("later.csv", Contacts.Crm, "later");

        var ended = _shell.RunAsGiven("restore", Zip, "--data", Restored, "--json");
        Assert.True(Json.Of(ended.Output).GetProperty("same").GetBoolean());
        Assert.Equal(before, _shell.RunAsGiven("check", "--digest", "--json", "--data", Restored).Output);
        Assert.Equal(0, _shell.RunAsGiven("imports", "undo", "1", "--data", Restored).Code);
        Assert.Equal(0, _shell.RunAsGiven("rebuild", "--data", Restored).Code);
        Assert.Equal(0, _shell.RunAsGiven("check", "--data", Restored).Code);
    }

    /// <summary>Another process erases while the backup is written: whichever step that meets, no file with the person in it is left.</summary>
    [Fact]
    public void Somebody_who_is_erased_while_a_backup_is_written_is_in_none()
    {
        Fill();
        var folder = new DataFolder(_shell.Data);
        BackupContent content;
        using (var database = new DuckDb.DuckDbDatabase(folder.Store))
        using (var session = database.OpenSession())
        using (var log = JournalLog.Open(folder.Journal, session, d => Assert.Fail($"{d}")))
            content = StoreBackup.Content(folder, log);
        BackupList.Add(folder, Zip);
        var ended = Assert.Throws<BackupException>(() => StoreBackup.Write(content, Zip, DateTime.UnixEpoch, "", default, appear =>
        {
            // All is written; now the other process comes.
            Assert.True(File.Exists(StoreBackup.PartOf(Zip)));
            var erased = _shell.Run("customers", "erase", "fatima@example.com", "--reason", "asked for it", "--json");
            Assert.True(erased.Code == 0, erased.Error);
            Assert.Equal(0, Json.Of(erased.Output).GetProperty("backups_missing").GetArrayLength());
            appear();
        }));
        Assert.Contains("somebody is being erased", ended.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Zip));
        Assert.False(File.Exists(StoreBackup.PartOf(Zip)));
        Assert.Equal(ExitCode.Ok, _shell.Run("backup", "--to", Zip).Code);
        Assert.Equal([Zip], BackupList.Read(folder));
    }

    [Fact]
    public void A_backup_that_fails_is_not_listed()
    {
        Fill();
        Assert.Equal(ExitCode.Usage, _shell.Run("backup", "--to", Path.Combine(_shell.Folder, "nowhere", "b.zip")).Code);
        Assert.Empty(BackupList.Read(new DataFolder(_shell.Data)));
    }

    [Fact]
    public void Nothing_is_written_over()
    {
        Fill();
        Assert.Equal(ExitCode.Ok, _shell.Run("backup", "--to", Zip).Code);
        Assert.Equal(ExitCode.Usage, _shell.Run("backup", "--to", Zip).Code);
        var ended = _shell.Run("restore", Zip);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains("is not empty", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_backup_and_what_is_none_are_refused_and_leave_nothing()
    {
        Fill();
        Assert.Equal(ExitCode.Ok, _shell.Run("backup", "--to", Zip).Code);
        using (var zip = ZipFile.Open(Zip, ZipArchiveMode.Update))
        {
            var entry = zip.Entries.First(e => e.FullName.StartsWith("journal/", StringComparison.Ordinal));
            using var stream = entry.Open();
            stream.Position = 40;
            stream.WriteByte(0xFF);
        }

        var ended = _shell.RunAsGiven("restore", Zip, "--data", Restored);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains("is damaged: journal/", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Restored));
        Assert.Equal(ExitCode.Usage, _shell.RunAsGiven("restore", _shell.Write("text.zip", "no zip at all"), "--data", Restored).Code);
        Assert.Empty(Directory.GetDirectories(_shell.Folder, "*.part"));
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("/tmp/meridian-outside.txt")]
    public void A_backup_that_reaches_outside_its_folder_is_refused(string name)
    {
        using (var zip = ZipFile.Open(Zip, ZipArchiveMode.Create))
        {
            using (var file = new StreamWriter(zip.CreateEntry(name).Open()))
                file.Write("x");
            using var manifest = new StreamWriter(zip.CreateEntry("backup.json").Open());
            manifest.Write("""{"Format":1,"At":"2026-11-26T00:00:00","Entries":0,"Digest":"","Files":{"NAME":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}}""".Replace("NAME", name, StringComparison.Ordinal));
        }

        var ended = _shell.RunAsGiven("restore", Zip, "--data", Restored);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains("outside the folder", ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_shell.Folder, "outside.txt")) || File.Exists("/tmp/meridian-outside.txt"));
    }

    private void Fill()
    {
        _shell.Import("crm.csv", Contacts.Crm, "crm");
        _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
    }
}
