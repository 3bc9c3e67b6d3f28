using Meridian.Foundation.Database;
using Meridian.Numbers.Recipes;

namespace Meridian.Numbers.SetAside;

/// <summary>What a screening set aside: different numbers (or cells that hold none) by what became of them.</summary>
/// <param name="Added">Set aside now.</param>
/// <param name="There">Set aside before, and still rejected.</param>
/// <param name="LetGo">Rejected again for what a person let them go in spite of; that decision holds.</param>
public sealed record SetAsideCounts(long Added, long There, long LetGo);

/// <summary>What is set aside, and why.</summary>
/// <param name="Number">E.164, or "" where the cell <paramref name="Text"/> held no number that reads.</param>
/// <param name="Country">Where the text's national number was taken to be from.</param>
/// <param name="Recipe">By whose name it was rejected.</param>
/// <param name="Question">The recipe as JSON, as it was then: what a recheck asks again.</param>
public sealed record QuarantineItem(
    string Number, string Text, string? Country, string Recipe, string Question, string Because, string Reason, string File, long Row, DateTime SetAsideAt, DateTime LastSeenAt);

/// <summary>One that came back.</summary>
/// <param name="By">"recheck", or who let it go.</param>
/// <param name="ByPerson">A person's decision holds against later screenings, as long as the reason is the same.</param>
public sealed record QuarantineRelease(
    string Number, string Text, string Recipe, string Because, string Reason, string File, long Row, DateTime SetAsideAt, DateTime ReleasedAt, string By, string Why, bool ByPerson);

/// <summary>
/// Numbers that screenings rejected, each with the reason, until the reason ends or a person lets it go. Nothing leaves without a row that says when, by whom and why, except by
/// <see cref="Forget"/>. Used by one thread.
/// </summary>
public sealed class Quarantine : IDisposable
{
    private const string FileName = "quarantine";

    /// <summary>Cuts the last seven digits off.</summary>
    private const ulong PlaceOfEnd = 10_000_000;

    private readonly SideStore _store;

    /// <summary>Opens or makes the file in a data folder.</summary>
    public Quarantine(string data, Func<string, IDatabase> open, SideUse use = SideUse.Write) => _store = new SideStore(data, FileName, use, open, QuarantineTables.Schema);

    internal ISession Session => _store.Session;

    /// <summary>Whether anything was ever set aside in a data folder.</summary>
    public static bool Exists(string data) => File.Exists(SideStore.PathOf(data, FileName));

    /// <summary>Where a screening puts what it rejects by a recipe; <see cref="SetAside"/> when it has ended.</summary>
    public RejectedRows Begin(Recipe recipe)
    {
        Session.Execute(Session.Dialect.CreateTemporary(
            QuarantineTables.Rejected, $"select number, text, country, because, reason, file, row_no, row_no as file_no from {QuarantineTables.Item} limit 0"));
        var letGo = Session.Query(
            $"select number, text, because from {QuarantineTables.Release} where by_person and recipe = {recipe.Name}", r => (r.Text(0)!, r.Text(1)!, r.Text(2)!)).ToHashSet();
        return new RejectedRows(recipe, Session.Append(QuarantineTables.Rejected), letGo);
    }

    /// <summary>Sets aside what a screening rejected, each once, as its first row said: one transaction.</summary>
    public SetAsideCounts SetAside(RejectedRows rejected, DateTime now)
    {
        rejected.Complete();
        var (recipe, question) = (rejected.Recipe.Name, rejected.Recipe.ToJson());
        using var transaction = Session.Begin();
        // Each once, by its first row; a person's decision holds while the reason is the one that it was made of.
        Sql once = $"""
            (select * from (
                select b.*, row_number() over (partition by number, text, country order by file_no, row_no) as place,
                    exists (select 1 from {QuarantineTables.Release} r where r.by_person and r.number = b.number and r.text = b.text and r.recipe = {recipe} and r.because = b.because) as let_go,
                    exists (select 1 from {QuarantineTables.Item} i where i.number = b.number and i.text = b.text and i.country is not distinct from b.country and i.recipe = {recipe}) as there
                from {QuarantineTables.Rejected} b) b where place = 1)
            """;
        var counts = Session.First(
            $"select count(*) filter (where not there and not let_go), count(*) filter (where there), count(*) filter (where let_go and not there) from {once} o",
            r => new SetAsideCounts(r.Long(0), r.Long(1), r.Long(2)))!;
        Session.Execute(
            $"""
            update {QuarantineTables.Item} set question = {question}, because = o.because, reason = o.reason, last_seen_at = {now}
            from {once} o where o.there and o.number = {QuarantineTables.Item}.number and o.text = {QuarantineTables.Item}.text
                and o.country is not distinct from {QuarantineTables.Item}.country and {QuarantineTables.Item}.recipe = {recipe}
            """);
        Session.Execute(
            $"""
            insert into {QuarantineTables.Item} (number, text, country, recipe, question, because, reason, file, row_no, set_aside_at, last_seen_at)
            select number, text, country, {recipe}, {question}, because, reason, file, row_no, {now}, {now} from {once} o where not there and not let_go
            """);
        transaction.Commit();
        return counts;
    }

    /// <summary>What is set aside, by number.</summary>
    /// <param name="recipe">Null for all.</param>
    /// <param name="condition">Only what this condition rejected, or null.</param>
    public IEnumerable<QuarantineItem> Items(string? recipe, string? condition) => Session.Query(
        $"""
        select number, text, country, recipe, question, because, reason, file, row_no, set_aside_at, last_seen_at from {QuarantineTables.Item}
        where {Chosen(recipe, condition)} order by recipe, number, text, country
        """,
        r => new QuarantineItem(
            r.Text(0)!, r.Text(1)!, r.Text(2), r.Text(3)!, r.Text(4)!, r.Text(5)!, r.Text(6)!, r.Text(7)!, r.Long(8), r.Time(9), r.Time(10)));

    /// <summary>How many are set aside, by recipe and reason, most first.</summary>
    public IReadOnlyList<(string Recipe, string Reason, long Numbers)> Reasons(string? recipe, string? condition) => Session.List(
        $"select recipe, reason, count(*) from {QuarantineTables.Item} where {Chosen(recipe, condition)} group by recipe, reason order by count(*) desc, recipe, reason",
        r => (r.Text(0)!, r.Text(1)!, r.Long(2)));

    /// <summary>What came back, the latest first.</summary>
    public IEnumerable<QuarantineRelease> Releases(string? recipe) => Session.Query(
        $"""
        select number, text, recipe, because, reason, file, row_no, set_aside_at, released_at, released_by, why, by_person from {QuarantineTables.Release}
        where {Chosen(recipe, null)} order by released_at desc, recipe, number, text
        """,
        r => new QuarantineRelease(
            r.Text(0)!, r.Text(1)!, r.Text(2)!, r.Text(3)!, r.Text(4)!, r.Text(5)!, r.Long(6), r.Time(7), r.Time(8), r.Text(9)!, r.Text(10)!, r.Bool(11)));

    /// <summary>Lets numbers go by a person's decision: one transaction.</summary>
    /// <param name="given">E.164 numbers, and cells as <c>list</c> shows those in which no number was read; empty for all of the recipe.</param>
    /// <param name="recipe">Null for every recipe that rejected them.</param>
    /// <returns>How many were let go.</returns>
    public long LetGo(IReadOnlyCollection<string> given, string? recipe, string who, string why, DateTime now)
    {
        Load(given);
        using var transaction = Session.Begin();
        Sql which = given.Count == 0 ? Chosen(recipe, null)
            : $"{Chosen(recipe, null)} and case when number = '' then text else number end in (select number from {QuarantineTables.Ended})";
        var released = Move(which, who, why, byPerson: true, now);
        transaction.Commit();
        return released;
    }

    /// <summary>
    /// Erases a person's numbers from what is set aside and from what came back, for good: the file is written anew without them (<see cref="SideUse.Erase"/>). Of cells that no number could be read from, those go
    /// in which seven digits of it stand in a row at its end.
    /// </summary>
    /// <param name="e164">"+" and digits.</param>
    /// <returns>Rows that were erased.</returns>
    public long Forget(IEnumerable<string> e164)
    {
        var keys = e164.Select(n => NumberSet.Pack(n)).ToList();
        var ends = keys.Select(k => k % PlaceOfEnd).ToHashSet();
        var texts = Session.List($"select text from {QuarantineTables.Item} where number = '' union select text from {QuarantineTables.Release} where number = ''", r => r.Text(0)!);
        Load([.. keys.SelectMany(NumberSet.Forms).Select(NumberSet.Unpack), .. texts.Where(t => Holds(t, ends))]);
        return _store.Erase(
            [QuarantineTables.Item, QuarantineTables.Release], QuarantineTables.All, $"case when number = '' then text else number end in (select number from {QuarantineTables.Ended})");
    }

    public void Dispose() => _store.Dispose();

    /// <summary>The different questions that rejected what is set aside, as JSON.</summary>
    internal IReadOnlyList<(string Recipe, string Question)> Questions(string? recipe) => Session.List(
        $"select distinct recipe, question from {QuarantineTables.Item} where {Chosen(recipe, null)} order by recipe, question", r => (r.Text(0)!, r.Text(1)!));

    /// <summary>Lets go those whose reason has ended and says anew why the others stay: one transaction.</summary>
    internal void Settle(string recipe, IReadOnlyCollection<QuarantineVerdict> verdicts, string why, DateTime now)
    {
        Session.Execute(Session.Dialect.CreateTemporary(
            QuarantineTables.Ended, $"select number, text, country, because, reason, true as ended from {QuarantineTables.Item} limit 0"));
        using (var writer = Session.Append(QuarantineTables.Ended))
        {
            foreach (var (item, ended, because, reason) in verdicts)
            {
                writer.Add(item.Number).Add(item.Text).Add(item.Country).Add(because).Add(reason).Add((bool?)ended);
                writer.EndRow();
            }

            writer.Complete();
        }

        using var transaction = Session.Begin();
        Sql same = $"""
            e.number = {QuarantineTables.Item}.number and e.text = {QuarantineTables.Item}.text and e.country is not distinct from {QuarantineTables.Item}.country
                and {QuarantineTables.Item}.recipe = {recipe}
            """;
        Session.Execute($"update {QuarantineTables.Item} set because = e.because, reason = e.reason from {QuarantineTables.Ended} e where not e.ended and {same}");
        Move($"exists (select 1 from {QuarantineTables.Ended} e where e.ended and {same})", "recheck", why, byPerson: false, now);
        transaction.Commit();
    }

    private static Sql Chosen(string? recipe, string? condition)
    {
        Sql all = $"true";
        return Sql.Join(" and ", [all, .. recipe is null ? Array.Empty<Sql>() : [$"recipe = {recipe}"], .. condition is null ? Array.Empty<Sql>() : [$"(', ' || because || ',') like {"%, " + condition + ",%"}"]]);
    }

    /// <summary>Whether seven digits in a row, whatever stands between them, are one of these ends.</summary>
    private static bool Holds(string text, HashSet<ulong> ends)
    {
        var (digits, last) = (0, 0UL);
        foreach (var c in text.Where(char.IsDigit))
        {
            last = ((last * 10) + (ulong)char.GetNumericValue(c)) % PlaceOfEnd;
            if (++digits >= 7 && ends.Contains(last))
                return true;
        }

        return false;
    }

    private long Move(Sql which, string who, string why, bool byPerson, DateTime now)
    {
        var moved = Session.Execute(
            $"""
            insert into {QuarantineTables.Release} (number, text, recipe, because, reason, file, row_no, set_aside_at, released_at, released_by, why, by_person)
            select number, text, recipe, because, reason, file, row_no, set_aside_at, {now}, {who}, {why}, {byPerson} from {QuarantineTables.Item} where {which}
            """);
        Session.Execute($"delete from {QuarantineTables.Item} where {which}");
        return moved;
    }

    private void Load(IReadOnlyCollection<string> numbers)
    {
        Session.Execute(Session.Dialect.CreateTemporary(QuarantineTables.Ended, $"select number from {QuarantineTables.Item} limit 0"));
        using var writer = Session.Append(QuarantineTables.Ended);
        foreach (var number in numbers)
        {
            writer.Add(number);
            writer.EndRow();
        }

        writer.Complete();
    }
}

/// <summary>What a recheck says of one that is set aside.</summary>
internal sealed record QuarantineVerdict(QuarantineItem Item, bool Ended, string Because, string Reason);
