using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Meridian.Foundation.Platforms;
using Meridian.Numbers;
using Meridian.Numbers.Lookups;

namespace Meridian.Connectors.Lookups;

/// <summary>Reads a provider's configuration: JSON, with every member known, so that a slip of the pen is an error and not a limit that nobody set.</summary>
/// <param name="file">How messages call it.</param>
internal sealed partial class ConfigurationReader(string file, JsonObject root, Secrets secrets)
{
    internal const string Unknown = "unknown";

    private static readonly string[] Members = ["like", "name", "url", "method", "headers", "basic_auth", "body", "answer", "cost", "limits", "purposes", "max_age_days", "allow_loopback"];
    private static readonly string[] Booleans = ["yes", "no"];

    /// <summary>Names of headers in which secrets are sent.</summary>
    [GeneratedRegex("auth|key|token|secret|cookie|password|signature", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex HoldsSecret();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex("[A-Za-z]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();

    /// <exception cref="LookupConfigurationException">Something is missing, unknown, or not allowed.</exception>
    public LookupConfiguration Read()
    {
        Known(root, "", Members);
        var name = Text(root, "name", "") ?? throw Bad("\"name\" is missing: how the answers call the provider.");
        if (!NamePattern().IsMatch(name))
            throw Bad($"\"name\": '{name}' cannot be a name. Use letters, digits, -, _ and . (up to 64).");
        var loopback = Flag("allow_loopback");
        var url = Url(loopback, out var host);
        var limits = Limits();
        var terms = Terms(name, host, limits);
        var answer = Answer();
        var body = Body();
        NoPlatform(url, body, answer);
        var method = (Text(root, "method", "") ?? "GET").ToUpperInvariant() switch
        {
            "GET" => HttpMethod.Get,
            "POST" => HttpMethod.Post,
            var other => throw Bad($"\"method\": '{other}' is not supported. Use GET or POST."),
        };
        if (body is not null && method == HttpMethod.Get)
            throw Bad("\"body\" needs \"method\": \"POST\".");
        if (!(url + body).Contains("{e164}", StringComparison.Ordinal) && !(url + body).Contains("{digits}", StringComparison.Ordinal))
            throw Bad("neither \"url\" nor \"body\" says where the number stands. Write {e164} (+4915112345678) or {digits} (4915112345678) there.");
        return new LookupConfiguration(terms, url, method, Headers(), body, answer, limits, loopback, secrets);
    }

    private LookupConfigurationException Bad(string what) => new($"{file}: {what}");

    private string Url(bool loopback, out string host)
    {
        var url = Text(root, "url", "") ?? throw Bad("\"url\" is missing: the address to ask, with {e164} or {digits} where the number stands.");
        if (Secrets.Names(url))
            throw Bad("\"url\" holds a secret. Addresses are written into logs on the way; send it in \"headers\" or \"basic_auth\".");
        var bare = url.Replace("{e164}", "0", StringComparison.Ordinal).Replace("{digits}", "0", StringComparison.Ordinal);
        if (bare.AsSpan().ContainsAny("{}") || !Uri.TryCreate(bare, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            throw Bad($"\"url\": '{url}' is not an https address. In braces only {{e164}} and {{digits}} are known.");
        if (!Uri.TryCreate(url.Replace("{e164}", "1", StringComparison.Ordinal).Replace("{digits}", "1", StringComparison.Ordinal), UriKind.Absolute, out var other) || other.Authority != address.Authority)
            throw Bad("\"url\": the number may stand in the path or the query, not in the host.");
        if (address.UserInfo.Length > 0)
            throw Bad("\"url\" holds a user name or password. Use \"basic_auth\" with the names of environment variables.");
        if (address.IsLoopback && !loopback)
            throw Bad($"\"url\": {address.Host} is this machine. For a test service on it say \"allow_loopback\": true.");
        if (address.Scheme != "https" && !address.IsLoopback)
            throw Bad("\"url\" must begin with https://. Numbers are personal data, and are not sent in the clear.");
        host = address.Host;
        return url;
    }

    private LookupTerms Terms(string name, string host, LookupLimits limits)
    {
        var cost = Object(root, "cost", "") ?? throw Bad(
            "\"cost\" is missing: {\"per_lookup\": 0.005, \"currency\": \"EUR\", \"cap_per_run\": 10, \"cap_per_month\": 100}, by your contract. Nothing is asked without a cap.");
        Known(cost, "cost.", ["per_lookup", "currency", "cap_per_run", "cap_per_month"]);
        var currency = Text(cost, "currency", "cost.") ?? throw Bad("\"cost.currency\" is missing, such as EUR.");
        return new LookupTerms(
            name, host, Money(cost, "per_lookup"), currency, Money(cost, "cap_per_run"), Money(cost, "cap_per_month"), (int)Number(root, "max_age_days", "", 1, 3650, null), Purposes(),
            limits.AtOnce, limits.Retries + 1);
    }

    private LookupLimits Limits()
    {
        var limits = Object(root, "limits", "") ?? throw Bad("\"limits\" is missing: {\"per_second\": 5}, by your contract.");
        Known(limits, "limits.", ["per_second", "at_once", "timeout_seconds", "retries", "stop_after_failures", "max_answer_bytes", "longest_wait_seconds"]);
        return new LookupLimits(
            Number(limits, "per_second", "limits.", 0.01, 10_000, null), (int)Number(limits, "at_once", "limits.", 1, 64, 4),
            TimeSpan.FromSeconds(Number(limits, "timeout_seconds", "limits.", 0.1, 300, 10)), (int)Number(limits, "retries", "limits.", 0, 10, 3),
            (int)Number(limits, "stop_after_failures", "limits.", 1, 1000, 5), (int)Number(limits, "max_answer_bytes", "limits.", 256, 1 << 20, 1 << 16),
            TimeSpan.FromSeconds(Number(limits, "longest_wait_seconds", "limits.", 0, 3600, 60)));
    }

    private List<string> Purposes()
    {
        if (root["purposes"] is not JsonArray purposes)
            throw Bad("\"purposes\" is missing: for what customers' numbers may be looked up, such as [\"fraud prevention\"]; [] for nothing.");
        return [.. purposes.Select(p => p is JsonValue value && value.TryGetValue<string>(out var text) && text.Trim().Length > 0 ? text.Trim() : throw Bad("\"purposes\" is a list of texts."))];
    }

    private List<(string, string)> Headers()
    {
        var headers = new List<(string, string)>();
        foreach (var (name, node) in Object(root, "headers", "") ?? [])
        {
            var text = node is JsonValue value && value.TryGetValue<string>(out var found) ? found : throw Bad($"\"headers.{name}\" is a text, in quotes.");
            if (HoldsSecret().IsMatch(name) && !Secrets.Names(text))
                throw Bad($"\"headers.{name}\" holds a secret in the file. Put it into an environment variable and write \"${{ITS_NAME}}\" here.");
            headers.Add((name, secrets.Fill(text, file, $"\"headers.{name}\"")));
        }

        if (Object(root, "basic_auth", "") is { } basic)
        {
            Known(basic, "basic_auth.", ["user", "password"]);
            string Part(string member)
            {
                var text = Text(basic, member, "basic_auth.") ?? throw Bad($"\"basic_auth.{member}\" is missing.");
                return member == "password" && !Secrets.Names(text)
                    ? throw Bad("\"basic_auth.password\" holds a secret in the file. Put it into an environment variable and write \"${ITS_NAME}\" here.")
                    : secrets.Fill(text, file, $"\"basic_auth.{member}\"");
            }

            var pair = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Part("user")}:{Part("password")}"));
            headers.Add(("Authorization", "Basic " + secrets.Keep(pair)));
        }

        return headers;
    }

    private string? Body()
    {
        if (root["body"] is not { } body)
            return null;
        // Written as JSON in the file, or as a text that is JSON.
        var text = body is JsonValue value && value.TryGetValue<string>(out var found) ? found : body.ToJsonString();
        var filled = secrets.Fill(text, file, "\"body\"", inJson: true);
        try
        {
            using var json = JsonDocument.Parse(filled);
        }
        catch (JsonException)
        {
            throw Bad("\"body\" is not JSON.");
        }

        return filled;
    }

    private AnswerMap Answer()
    {
        var answer = Object(root, "answer", "") ?? throw Bad("\"answer\" is missing: where the facts stand, such as {\"status\": {\"path\": \"line.status\", \"values\": {\"live\": \"reachable\"}}}.");
        Known(answer, "answer.", ["status", "type", "ported", "carrier", "error"]);
        var map = new AnswerMap(
            Places(answer, "status", LineStatusWords.All), Places(answer, "type", [.. NumberingFacts.TypeNames, Unknown]), Places(answer, "ported", [.. Booleans, Unknown]), Places(answer, "carrier", null),
            Places(answer, "error", null));
        return map.Status.Fields.Count + map.Type.Fields.Count + map.Ported.Fields.Count + map.Carrier.Fields.Count > 0 ? map : throw Bad("\"answer\" names no fact: give status, type, ported or carrier.");
    }

    /// <param name="words">What the values may mean; null where they are taken as they are.</param>
    private AnswerPlaces Places(JsonObject answer, string name, IReadOnlyList<string>? words) => answer[name] switch
    {
        null => AnswerPlaces.None,
        JsonObject one => new AnswerPlaces(name, [Field(one, $"answer.{name}", words)]),
        JsonArray { Count: > 0 } several => new AnswerPlaces(name, [.. several.Select((f, i) => Field(f as JsonObject ?? throw Bad($"\"answer.{name}[{i}]\" is an object with \"path\"."), $"answer.{name}[{i}]", words))]),
        _ => throw Bad($"\"answer.{name}\" is an object with \"path\", or a list of them."),
    };

    private AnswerField Field(JsonObject field, string where, IReadOnlyList<string>? words)
    {
        Known(field, where + ".", words is null ? ["path"] : ["path", "values"]);
        var path = Text(field, "path", where + ".") ?? throw Bad($"\"{where}.path\" is missing.");
        var steps = AnswerField.StepsOf(path) ?? throw Bad($"\"{where}.path\": '{path}' is not a path. Write names parted by dots, and positions in brackets: results[0].line.status.");
        if (words is null)
            return new AnswerField(path, steps, null);
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (theirs, node) in Object(field, "values", where + ".") ?? throw Bad($"\"{where}.values\" is missing: what the provider's words mean, such as {{\"X\": \"{words[0]}\"}}."))
        {
            var ours = node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
            values[theirs] = words.Contains(ours, StringComparer.Ordinal) ? ours : throw Bad($"\"{where}.values.{theirs}\": '{ours}' is not one of our words. They are {string.Join(", ", words)}.");
        }

        return new AnswerField(path, steps, values);
    }

    /// <summary>Lines are asked about, never accounts: whether somebody is on a platform is between them and the platform.</summary>
    private void NoPlatform(string url, string? body, AnswerMap answer)
    {
        var host = new Uri(url.Replace("{e164}", "0", StringComparison.Ordinal).Replace("{digits}", "0", StringComparison.Ordinal)).Host;
        AnswerPlaces[] places = [answer.Status, answer.Type, answer.Ported, answer.Carrier, answer.Error];
        var words = Word().Matches(string.Join(' ', [url, body ?? "", .. places.SelectMany(p => p.Fields).Select(f => f.Path)])).Select(m => m.Value.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        // Short names are words of every language ("line", "max"); those are known by their hosts only.
        var platform = Platforms.All.FirstOrDefault(p => p.Hosts.Any(h => host == h || host.EndsWith("." + h, StringComparison.Ordinal)))
            ?? Platforms.All.FirstOrDefault(p => p.Kind is PlatformKind.Messenger or PlatformKind.Social && p.Key.Length > 6 && words.Contains(p.Key));
        if (platform is not null)
            throw Bad($"this asks {platform.Name} or about accounts there. Meridian asks about telephone lines only, and never whether somebody has an account on a platform.");
    }

    private void Known(JsonObject node, string where, string[] members)
    {
        foreach (var (member, _) in node)
        {
            if (!members.Contains(member, StringComparer.Ordinal))
                throw Bad($"\"{where}{member}\" is not known here. Known: {string.Join(", ", members)}.");
        }
    }

    private string? Text(JsonObject node, string member, string where) => node[member] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) && text.Trim().Length > 0 => text.Trim(),
        _ => throw Bad($"\"{where}{member}\" is a text, in quotes."),
    };

    private JsonObject? Object(JsonObject node, string member, string where) =>
        node[member] is not { } found ? null : found as JsonObject ?? throw Bad($"\"{where}{member}\" is an object, in braces.");

    private bool Flag(string member) => root[member] switch
    {
        null => false,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => throw Bad($"\"{member}\" is true or false."),
    };

    /// <param name="usual">Where nothing is given; null where it must be.</param>
    private double Number(JsonObject node, string member, string where, double least, double most, double? usual)
    {
        if (node[member] is null)
            return usual ?? throw Bad($"\"{where}{member}\" is missing: a number from {least} to {most}.");
        return node[member] is JsonValue value && value.TryGetValue<double>(out var number) && number >= least && number <= most
            ? number : throw Bad($"\"{where}{member}\" is a number from {least} to {most}.");
    }

    /// <summary>Millionths of the currency, exactly.</summary>
    private long Money(JsonObject cost, string member)
    {
        if (cost[member] is not JsonValue value || !value.TryGetValue<decimal>(out var amount) || amount < 0 || amount > 1_000_000_000)
            throw Bad($"\"cost.{member}\" is missing or no amount: 0 or more, such as 0.005.");
        var millionths = amount * LookupTerms.Millionths;
        return millionths == decimal.Truncate(millionths) ? (long)millionths : throw Bad($"\"cost.{member}\": amounts are counted to a millionth of the currency.");
    }
}
