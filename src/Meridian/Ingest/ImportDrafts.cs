using System.Text.Json;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Ingest;

/// <summary>A file that somebody brought and looks at before it is imported, with what they said of it so far.</summary>
/// <param name="Id">By which it is called until it has the number of an import.</param>
/// <param name="Bytes">On the disk.</param>
/// <param name="By">Who brought it; it is there for nobody else.</param>
/// <param name="Country">ISO code, or null.</param>
/// <param name="Mapping">As JSON; null while nothing was corrected.</param>
public sealed record ImportDraft(string Id, string FileName, string Kept, string Sha256, long Bytes, string By, string Source, string? Country = null, string? Mapping = null)
{
    /// <summary>Whether it tells what customers did, and is no list of them; null while nobody has looked.</summary>
    public bool? OfEvents { get; init; }

    /// <summary>What became of a file of events; its rows are gone from here then.</summary>
    public EventFileResult? Result { get; init; }

    /// <summary>What the log's entry will say of it.</summary>
    public ImportOrder Order => new(Source, FileName, Kept, Sha256, Country, Mapping, By);
}

/// <summary>
/// Files that wait to be imported, in the folders in which files are taken in; so what is forgotten there is deleted as what was left behind is: after a day, and after an hour when the
/// server starts.
/// </summary>
public sealed class ImportDrafts(DataFolder data)
{
    private const string Note = "draft.json";

    /// <summary>Keeps a file that came; it is the draft's from then on.</summary>
    public ImportDraft Keep(IncomingFile file, string by, string source)
    {
        var bytes = new FileInfo(file.Path).Length;
        var draft = new ImportDraft(file.Leave(), file.FileName, file.Kept, file.Sha256, bytes, by, source);
        Save(draft);
        return draft;
    }

    /// <summary>A draft of somebody's; null where there is none (any more).</summary>
    public ImportDraft? Find(string id, string by)
    {
        if (id.Length is 0 or > 40 || id.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '.') || id.Contains("..", StringComparison.Ordinal))
            return null;
        var note = Path.Combine(data.IncomingPath(id), Note);
        try
        {
            return JsonSerializer.Deserialize<ImportDraft>(File.ReadAllBytes(note)) is { } draft && draft.By == by && (draft.Result is not null || File.Exists(PathOf(draft))) ? draft : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Where its file is.</summary>
    public string PathOf(ImportDraft draft) => Path.Combine(data.IncomingPath(draft.Id), draft.Kept);

    public void Save(ImportDraft draft)
    {
        var note = Path.Combine(data.IncomingPath(draft.Id), Note);
        File.WriteAllBytes(note + ".new", JsonSerializer.SerializeToUtf8Bytes(draft));
        File.Move(note + ".new", note, overwrite: true);
    }

    /// <summary>Keeps what became of a file of events in place of the file, whose messages are in the log.</summary>
    public void Close(ImportDraft draft, EventFileResult result)
    {
        Save(draft with { Result = result });
        File.Delete(PathOf(draft));
    }

    public void Drop(ImportDraft draft)
    {
        if (Directory.Exists(data.IncomingPath(draft.Id)))
            Directory.Delete(data.IncomingPath(draft.Id), recursive: true);
    }

    /// <summary>Writes the log entry that imports it; the draft is gone then.</summary>
    public LogEntry Land(ISession session, ILog log, ImportDraft draft, DateTime at)
    {
        var file = IncomingFile.TakeUp(data, draft.Id, draft.FileName, draft.Kept, draft.Sha256);
        // It is no part of the import, and other machines need not have it.
        File.Delete(Path.Combine(data.IncomingPath(draft.Id), Note));
        try
        {
            return file.Land(session, log, draft.Order, at);
        }
        catch
        {
            Save(draft);
            throw;
        }
    }
}
