using System.Text.Json;
using Meridian.Foundation;
using NodaTime;

namespace Meridian.Web.Api;

/// <summary>An answer that is kept: what it was to, until when, and itself, sealed.</summary>
/// <param name="Sealed">Opened only by the key with which the request came; see <see cref="AnswerSeal"/>.</param>
internal sealed record KeptAnswer(string Name, string Fingerprint, long Until, int Status, string? Type, string? Location, string? ETag, byte[] Sealed)
{
    public bool IsOver(Instant now) => Until <= now.ToUnixTimeTicks();
}

/// <summary>
/// Kept answers on the disk (<see cref="DataFolder.Answers"/>), one JSON object a line, appended and flushed; so that a restart of the server does nothing a second time. A line that was cut off by a crash is
/// passed over: its request is as if it had not been answered.
/// </summary>
internal sealed class AnswerFile(DataFolder folder)
{
    private int _lines;

    /// <summary>Those that hold still; the file is written anew without the others.</summary>
    public List<KeptAnswer> Load(Instant now)
    {
        var answers = new Dictionary<string, KeptAnswer>(StringComparer.Ordinal);
        if (!File.Exists(folder.Answers))
            return [];
        foreach (var line in File.ReadLines(folder.Answers))
        {
            _lines++;
            if (Read(line) is { } answer && !answer.IsOver(now))
                answers[answer.Name] = answer;
        }

        if (answers.Count < _lines)
            Write([.. answers.Values]);
        return [.. answers.Values];
    }

    /// <summary>Adds one, durably.</summary>
    /// <param name="all">All that are kept: when half of the file is of others, it is written anew.</param>
    public void Add(KeptAnswer answer, IReadOnlyCollection<KeptAnswer> all)
    {
        if (_lines > (2 * all.Count) + 1_000)
        {
            Write(all);
            return;
        }

        using var file = Open(folder.Answers, FileMode.Append);
        Add(file, answer);
        file.Flush();
        Durable.Flush(file.SafeFileHandle);
        _lines++;
    }

    public void Delete()
    {
        File.Delete(folder.Answers);
        _lines = 0;
    }

    private void Write(IReadOnlyCollection<KeptAnswer> answers)
    {
        var part = folder.Answers + ".part";
        using (var file = Open(part, FileMode.Create))
        {
            foreach (var answer in answers)
                Add(file, answer);
            file.Flush();
            Durable.Flush(file.SafeFileHandle);
        }

        File.Move(part, folder.Answers, overwrite: true);
        _lines = answers.Count;
    }

    private static void Add(FileStream file, KeptAnswer answer)
    {
        JsonSerializer.Serialize(file, answer);
        file.WriteByte((byte)'\n');
    }

    /// <summary>Readable by its owner only.</summary>
    private static FileStream Open(string path, FileMode mode) => new(path, OperatingSystem.IsWindows()
        ? new FileStreamOptions { Mode = mode, Access = FileAccess.Write }
        : new FileStreamOptions { Mode = mode, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });

    private static KeptAnswer? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<KeptAnswer>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
