using System.Text.Json;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Normalise;
using Meridian.Resolve;

namespace Meridian.Privacy;

/// <summary>
/// Who is to be erased, in the clear: kept in <c>erasures/ENTRY.json</c> from before the log entry is written until nothing readable is left, so that an erasure that
/// was interrupted goes on. Where several machines work on one store it is noted there too: any of them may be the one that applies the entry.
/// </summary>
/// <param name="Records">All records of the people's profiles.</param>
/// <param name="Keys">Match keys that only these records have; what others share is theirs too.</param>
/// <param name="Values">Addresses and handles among the identifiers behind those keys, as people write them: by them rows are found that no record was made of.</param>
/// <param name="SourceIds">Ids that sources and apps gave.</param>
/// <param name="Phones">E.164 among the values.</param>
public sealed record Subject(HashSet<Guid> Records, HashSet<Guid> Keys, IReadOnlyList<string> Values, IReadOnlyList<string> SourceIds, IReadOnlyList<string> Phones)
{
    private const string Folder = "erasures";

    /// <summary>All that the store knows these profiles by.</summary>
    public static Subject Of(ISession session, IReadOnlyList<Guid> profiles)
    {
        var records = session.Query($"select record_id from {ResolveTables.Record} where profile_id in ({Ids(profiles)})", r => r.Id(0)).ToHashSet();
        var own = (Sql)$"i.record_id in (select r.record_id from {ResolveTables.Record} r where r.profile_id in ({Ids(profiles)}))";
        var identifiers = session.List(
            $"""
            select distinct i.kind, i.value, i.match_key,
                exists (select 1 from {ResolveTables.Identifier} o where o.match_key = i.match_key and not exists (
                    select 1 from {ResolveTables.Record} r where r.record_id = o.record_id and r.profile_id in ({Ids(profiles)}))) as shared
            from {ResolveTables.Identifier} i where {own}
            """,
            r => (Kind: r.Text(0)!, Value: r.Text(1)!, Key: r.IsNull(2) ? (Guid?)null : r.Id(2), Shared: r.Bool(3)));
        var alone = identifiers.Where(i => !i.Shared).ToList();
        return new Subject(
            records,
            alone.Where(i => i.Key is not null).Select(i => i.Key!.Value).ToHashSet(),
            [.. alone.Where(i => !IsId(i.Kind)).Select(i => i.Value).Distinct(StringComparer.Ordinal)],
            [.. alone.Where(i => IsId(i.Kind)).Select(i => i.Value).Distinct(StringComparer.Ordinal)],
            [.. alone.Where(i => i.Kind == "phone").Select(i => i.Value).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>The same people as a store knows them: whoever has a record or a key of theirs. What came since they were looked up is theirs too, and an older copy of the store knows other records.</summary>
    public Subject In(ISession session)
    {
        var profiles = session.List(
            $"select distinct profile_id from {ResolveTables.Record} where record_id in ({Ids([.. Records])})", r => r.Id(0));
        if (Keys.Count > 0)
        {
            profiles.AddRange(session.List(
                $"select distinct r.profile_id from {ResolveTables.Record} r join {ResolveTables.Identifier} i on i.record_id = r.record_id where i.match_key in ({Ids([.. Keys])})", r => r.Id(0)));
        }

        if (profiles.Count == 0)
            return this;
        var there = Of(session, [.. profiles.Distinct()]);
        return new Subject(
            [.. Records, .. there.Records], [.. Keys, .. there.Keys], [.. Values.Union(there.Values, StringComparer.Ordinal)], [.. SourceIds.Union(there.SourceIds, StringComparer.Ordinal)],
            [.. Phones.Union(there.Phones, StringComparer.Ordinal)]);
    }

    /// <summary>What a statement is recognised by is the people's.</summary>
    public bool Has(RecordVersion v) => Records.Contains(v.RecordId) || v.Identifiers.Exists(i => i.MatchKey is { } key && Keys.Contains(key));

    public static string PathOf(DataFolder folder, long entry) =>
        Path.Combine(folder.Root, Folder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{entry}.json"));

    /// <summary>Writes it for an entry, durably.</summary>
    public void Save(DataFolder folder, long entry)
    {
        var path = PathOf(folder, entry);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Durable.Folder(folder.Root);
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, this);
            file.Flush();
            Durable.Flush(file.SafeFileHandle);
        }

        Durable.Folder(Path.GetDirectoryName(path)!);
        folder.Shared?.Note(PlaceOf(entry), JsonSerializer.SerializeToUtf8Bytes(this));
    }

    /// <summary>That of an entry, while its erasure is not finished; else null.</summary>
    public static Subject? Load(DataFolder folder, long entry)
    {
        var path = PathOf(folder, entry);
        if (!File.Exists(path))
            return folder.Shared?.Noted(PlaceOf(entry)) is { } noted ? JsonSerializer.Deserialize<Subject>(noted) : null;
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize<Subject>(file);
    }

    /// <summary>Entries whose erasure is not finished.</summary>
    public static IReadOnlyList<long> Pending(DataFolder folder) =>
        Directory.Exists(Path.Combine(folder.Root, Folder))
            ? [.. Directory.EnumerateFiles(Path.Combine(folder.Root, Folder), "*.json").Select(f => long.TryParse(Path.GetFileNameWithoutExtension(f), out var entry) ? entry : 0).Where(e => e > 0).Order()]
            : [];

    /// <summary>The progress first: where this file is there, the erasure goes on.</summary>
    public static void Delete(DataFolder folder, long entry)
    {
        ErasureProgress.Delete(folder, entry);
        Unshare(folder, entry);
        File.Delete(PathOf(folder, entry));
    }

    /// <summary>Takes it back from where other machines see it; once the entry is applied none of them needs it.</summary>
    public static void Unshare(DataFolder folder, long entry) => folder.Shared?.Drop(PlaceOf(entry));

    private static string PlaceOf(long entry) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"erasure-{entry}");

    private static bool IsId(string kind) => kind is "external_id" or "user_id" or "anonymous_id" or "device_id" or "alias";

    private static Sql Ids(IReadOnlyList<Guid> ids) => Sql.Join(", ", ids.Select(i => (Sql)$"{i}"));
}
