using System.Globalization;
using System.Text.Json;
using Meridian.Consents;
using Meridian.EngineTests.Consents;
using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;
using NodaTime;

namespace Meridian.EngineTests.Rules.Oracle;

/// <summary>
/// Random customers in a store, and the same in memory. What they did and their own traits are as they were sent; what the pipeline makes of them (well-known traits, identifiers, labels, consents),
/// which has its own tests, is read back plainly.
/// </summary>
internal sealed class OracleStore
{
    public static readonly string[] EventNames = ["Order Completed", "Product Viewed", "Product Added", "Message Received", "Message Sent", "Order Refunded"];

    private static readonly string Mapping = JsonSerializer.Serialize(new
    {
        columns = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["a"] = "external_id",
            ["b"] = "email",
            ["c"] = "name",
            ["d"] = "city",
            ["e"] = "country",
            ["f"] = "language",
            ["g"] = "time_zone",
            ["h"] = "birth_date",
            ["i"] = "age",
            ["j"] = "orders_count",
            ["k"] = "total_spent",
            ["l"] = "created_at",
            ["m"] = "last_seen_at",
            ["n"] = "trait:points",
            ["o"] = "trait:tier",
            ["p"] = "trait:flag",
            ["q"] = "trait:joined",
            ["r"] = "handle:telegram",
        },
    });

    private readonly Random _random;
    private readonly TestStore _store;
    private readonly DateTime _around;
    private readonly List<(int Who, string Id, string Name, DateTime At, string Properties)> _events = [];
    private readonly Dictionary<int, Dictionary<string, string>> _custom = [];

    private OracleStore(TestStore store, Random random, DateTime around) => (_store, _random, _around) = (store, random, around);

    /// <summary>Fills an empty store with customers whose times lie around an instant, some exactly so long before it as rules say.</summary>
    public static OracleStore Fill(TestStore store, Random random, DateTime around, int customers)
    {
        var filled = new OracleStore(store, random, around);
        // What happens after "now" has happened all the same when the messages come.
        store.Clock.Reset(Instant.FromDateTimeUtc(DateTime.SpecifyKind(around, DateTimeKind.Utc)) + Duration.FromHours(20));
        var rows = Enumerable.Range(0, customers).Where(i => i % 8 != 7).ToList();
        store.Import(filled.Table(rows), "crm", mapping: Mapping);
        store.Import(filled.Table([.. rows.Where(i => i % 5 == 0)], prefix: "s"), "shop", mapping: Mapping);
        filled.Send(customers);
        store.Say([.. rows.Where(_ => random.Next(3) == 0).Select(i => Consenting.Grant(Email(i), "email", purpose: "marketing"))]);
        store.Say([.. rows.Where(_ => random.Next(5) == 0).Select(i => Consenting.Withdraw(Email(i), "email", purpose: "marketing"))]);
        return filled;
    }

    /// <summary>The facts of all customers, as of an instant.</summary>
    public OracleWorld World(DateTime now)
    {
        var session = _store.Session;
        var customers = session.List($"select profile_id from {ProfileTables.Profile} where not coalesce(anonymous, false)", r => new OracleCustomer(r.Id(0))).ToDictionary(c => c.Id);
        var traits = TraitColumns.All.Select(t => (t.Column, Type: t.Type.Text))
            .Concat([(new Column("country"), "varchar"), (new Column("language"), "varchar"), (new Column("time_zone"), "varchar"), (new Column("records"), "bigint")]);
        foreach (var (column, type) in traits)
        {
            foreach (var (id, value) in session.List($"select profile_id, {column} from {ProfileTables.Profile} where {column} is not null", r => (r.Id(0), Value: type switch
            {
                "varchar" => r.Text(1)!,
                "timestamp" => r.Time(1),
                "date" => r.Date(1),
                "double precision" => r.Double(1),
                _ => (object)(double)r.Long(1),
            })))
                customers[id].Traits[column.Name] = value;
        }

        foreach (var (id, platforms) in session.List($"select profile_id, platforms from {ProfileTables.Profile} where platforms is not null", r => (r.Id(0), r.Text(1)!)))
            customers[id].Platforms.UnionWith(platforms.Split(',').Select(p => p.Split('=')[0]));
        foreach (var (id, kind) in session.List($"select distinct r.profile_id, i.kind from {ResolveTables.Identifier} i join {ResolveTables.Record} r on r.record_id = i.record_id", r => (r.Id(0), r.Text(1)!)))
            customers[id].Identifiers.Add(kind);
        foreach (var (id, source) in session.List($"select profile_id, source from {ResolveTables.Record}", r => (r.Id(0), r.Text(1)!)))
            customers[id].Sources.Add(source);
        foreach (var (id, tag, value, since) in session.List($"select profile_id, tag, value, since from {TagTables.Assignment}", r => (r.Id(0), r.Text(1)!, r.Text(2)!, r.Time(3))))
            customers[id].Tags.Add(new OracleTag(tag, value, since));
        foreach (var target in ContactPermission.List(session, $"select profile_id from {ProfileTables.Profile}", "email", "marketing"))
            customers[target.ProfileId].MayContact.Add(("email", "marketing"));

        var byEmail = session.List($"select distinct i.value, r.profile_id from {ResolveTables.Identifier} i join {ResolveTables.Record} r on r.record_id = i.record_id where i.kind = 'email'", r => (r.Text(0)!, r.Id(1)))
            .ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);
        foreach (var (who, custom) in _custom)
        {
            foreach (var (name, value) in custom)
                customers[byEmail[Email(who)]].Custom[name] = value;
        }

        var keys = session.List($"select message_id, message_key from {EventTables.Event}", r => (r.Text(0)!, r.Id(1))).ToDictionary(r => r.Item1, r => r.Item2.ToString(), StringComparer.Ordinal);
        foreach (var (who, id, name, at, properties) in _events)
        {
            var json = JsonElement.Parse(properties);
            customers[byEmail[Email(who)]].Events.Add(new OracleEvent(name, at, keys[id], json, Total(json)));
        }

        return new OracleWorld([.. customers.Values], RandomTypedRules.Words, now);
    }

    private static string Email(int who) => $"p{who}@example.com";

    /// <summary>The typed amount of an event: its total, else its revenue, numbers or texts that are.</summary>
    private static double? Total(JsonElement properties)
    {
        foreach (var name in new[] { "total", "revenue" })
        {
            if (!properties.TryGetProperty(name, out var value))
                continue;
            if (value.ValueKind == JsonValueKind.Number)
                return value.GetDouble();
            if (value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                return number;
        }

        return null;
    }

    private string Table(IReadOnlyList<int> rows, string prefix = "c")
    {
        var csv = new System.Text.StringBuilder("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r\n");
        foreach (var i in rows)
        {
            var custom = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["points"] = One("10", "10.5", "0", "-3", "1e3", "many", ""),
                ["tier"] = One("gold", "silver", "Gold", "", ""),
                ["flag"] = One("true", "false", "TRUE", "maybe", ""),
                ["joined"] = One(_around.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "2025-12-01", "2026-01-31T10:00:00Z", "soon", ""),
            };
            // The shop's word on the same customer would stand against this one's.
            if (prefix != "c")
                custom = custom.ToDictionary(c => c.Key, _ => "", StringComparer.Ordinal);
            else
                _custom[i] = custom.Where(c => c.Value.Length > 0).ToDictionary(StringComparer.Ordinal);
            // Two dates of birth would be two people.
            var born = DateOnly.FromDateTime(_around.AddDays(_random.Next(-1, 2))).AddYears(-One(1, 18, 30, 31));
            csv.AppendJoin(',', $"{prefix}{i}", Email(i), One("Ann Lee", "José Díaz", "Özil Öner", "王小明", ""), One("Austin", "Ürümqi", "austin", ""), One("US", "IN", "AE", "MX", ""), One("en", "zh-Hans", "pt-BR", "zh", ""),
                One("America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", ""), prefix == "c" ? One(born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "1996-02-29", "") : "", One("17", "18", "30", ""), One("0", "1", "3", ""),
                One("0", "99.5", "500", "500.25", ""), Stamp(Some()), Stamp(Some()), custom["points"], custom["tier"], custom["flag"], custom["joined"], _random.Next(3) == 0 ? $"@person_{i}" : "").Append('\n');
        }

        return csv.ToString();

        string Stamp(DateTime? at) => at is { } time ? time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";

        DateTime? Some() => _random.Next(4) == 0 ? null : Truncated(Time() is var at && at > _around.AddHours(12) ? _around : at);
    }

    private static DateTime Truncated(DateTime at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private void Send(int customers)
    {
        var messages = new List<string>();
        for (var who = 0; who < customers; who++)
        {
            messages.Add($$"""{"type":"identify","userId":"u{{who}}","messageId":"i{{who}}","traits":{"email":"{{Email(who)}}"} }""");
            // Many do nothing, and some much.
            for (var n = _random.Next(5) switch { 0 => 0, 1 => 2, 2 => 25, _ => _random.Next(12) }; n > 0; n--)
            {
                var (id, name, at, properties) = ($"m{_events.Count}", One(EventNames), Time(), Properties());
                _events.Add((who, id, name, at, properties));
                messages.Add($$"""{"type":"track","userId":"u{{who}}","messageId":"{{id}}","event":"{{name}}","timestamp":"{{at:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}}","properties":{{properties}} }""");
            }
        }

        foreach (var part in messages.Chunk(400))
            _store.Send(part);
    }

    /// <summary>At a boundary of a window, just beside it, or anywhere; some at the very same instant; some in the future.</summary>
    private DateTime Time()
    {
        var at = _random.Next(10) switch
        {
            0 => _around,
            1 => _around.AddHours(_random.Next(1, 20)),
            2 => _around.AddDays(-_random.Next(1, 8)).Date,
            3 => _around.AddMonths(-_random.Next(1, 3)),
            < 8 => _around - One(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(90), TimeSpan.FromHours(24), TimeSpan.FromDays(2), TimeSpan.FromDays(7), TimeSpan.FromDays(14), TimeSpan.FromDays(30)),
            _ => _around.AddMinutes(-_random.Next(0, 60 * 24 * 40)),
        };
        at += _random.Next(6) switch { 0 => TimeSpan.FromTicks(10), 1 => TimeSpan.FromTicks(-10), 2 => TimeSpan.FromSeconds(1), _ => TimeSpan.Zero };
        return at > _around.AddHours(20) ? _around.AddHours(20) : at;
    }

    private string Properties()
    {
        var members = new List<string>();
        Add("total", "10", "50", "50.5", "\"12.25\"", "\"much\"", "0", "-5");
        if (_random.Next(4) == 0)
            Add("revenue", "7", "\"7.5\"");
        Add("price", "1", "2.5", "\"2.5\"", "\"cheap\"", "null", "true");
        Add("category", "\"shoes\"", "\"Shoes\"", "\"hats and shoes\"", "\"\"", "null", "\"Ürümqi\"");
        Add("vip", "true", "false", "\"true\"", "\"perhaps\"");
        Add("at", $"\"{_around:yyyy-MM-dd}\"", $"\"{_around.AddDays(-2):yyyy-MM-dd'T'HH:mm:ss'Z'}\"", "\"later\"");
        Add("item", """{"size":10}""", """{"size":"10"}""", """{"size":null}""", "5");
        return $"{{{string.Join(',', members)}}}";

        void Add(string name, params string[] values)
        {
            if (_random.Next(3) > 0)
                members.Add($"\"{name}\":{One(values)}");
        }
    }

    private T One<T>(params T[] values) => values[_random.Next(values.Length)];
}
