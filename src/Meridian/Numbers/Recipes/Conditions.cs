using System.Globalization;
using Meridian.Foundation.Geography;
using Meridian.Foundation.Platforms;
using Meridian.Numbers.Lookups;

namespace Meridian.Numbers.Recipes;

/// <summary>
/// The named conditions. Each answers from the numbering plan, the lists at hand, the team's own customers or look-ups that the team made before, and says which and how old; what
/// nobody stated is unknown. Nothing is asked of anybody now.
/// </summary>
public static class Conditions
{
    private const string Plan = "numbering plan";
    private const string List = "list";
    private const string Customers = "customers";

    private static readonly string[] Verdicts = ["valid", "possible", "impossible"];
    private static readonly string[] Activities = ["high", "medium", "low", "silent"];
    private static readonly string[] PlatformKeys = [.. Platforms.All.Select(p => p.Key)];

    public static IReadOnlyList<ConditionKind> All { get; } =
    [
        new("verdict", ConditionSource.Plan, "the plan's verdict: valid, possible, impossible", "valid", text =>
        {
            var wanted = ConditionArgument.OneOf("verdict", text, Verdicts);
            return s => Finding.Of(wanted.Contains(NumberScreen.Name(s.Number.Verdict)), NumberScreen.Name(s.Number.Verdict), Plan);
        }),
        new("country", ConditionSource.Plan, "the number's country: ISO codes or names, such as BR|MX", "", text =>
        {
            var wanted = text.Split('|', StringSplitOptions.TrimEntries).Select(c => Countries.TryFind(c, out var code)
                ? code : throw new RecipeException($"'country' does not know '{c}'. It takes ISO 3166-1 codes such as BR, or names.")).ToHashSet(StringComparer.Ordinal);
            return s => s.Number.Country is { } country ? Finding.Of(wanted.Contains(country), country, Plan) : Finding.Unknown;
        }),
        new("type", ConditionSource.Plan, "the number's type, such as mobile|fixed_line_or_mobile", "mobile|fixed_line_or_mobile", text =>
        {
            var wanted = ConditionArgument.OneOf("type", text, [.. NumberingFacts.TypeNames]);
            // A number that was ported keeps its range's type in the plan; the operator who has it now knows better.
            return s => s.Lookup is { Answer.Type: { } line } lookup ? Stated(s, lookup, wanted.Contains(line), line)
                : s.Number.Type is { } type ? Finding.Of(wanted.Contains(type), type, Plan) : Finding.Unknown;
        }) { TakesLookups = true },
        new("empty_number", ConditionSource.Plan, "whether nobody can have the number: no (wanted), yes", "no", text =>
        {
            var wanted = ConditionArgument.YesOrNo("empty_number", text);
            // A range in use says nothing of the single number, and a number that cannot be read says nothing at all; only what no plan has is known, and what a network said.
            return s => s.Lookup is { Answer.Status: not LineStatus.Unknown } lookup
                ? Stated(s, lookup, lookup.Answer.Status == LineStatus.Unassigned == wanted, LineStatusWords.Of(lookup.Answer.Status))
                : s.Number.Verdict != NumberVerdict.Valid && s.Number.Reason is { } reason && IsOfThePlan(reason) ? Finding.Of(wanted, reason, Plan) : Finding.Unknown;
        }) { TakesLookups = true },
        new("duplicate", ConditionSource.List, "whether an earlier row has the number: no (wanted), yes", "no", text =>
        {
            var wanted = ConditionArgument.YesOrNo("duplicate", text);
            return s => s.Number.Key == 0 ? Finding.Unknown : Finding.Of(s.DuplicateOf is not null == wanted, s.DuplicateOf, List);
        }),
        new("in_list", ConditionSource.List, "whether a list of --against has the number: no (wanted), yes", "no", text =>
        {
            var wanted = ConditionArgument.YesOrNo("in_list", text);
            return s => s.Number.Key == 0 || s.Lists is null ? Finding.Unknown : Finding.Of(s.Lists.Length > 0 == wanted, s.Lists.Length > 0 ? s.Lists : null, List);
        }),
        new("known", ConditionSource.Customers, "whether a customer of yours has the number: yes, no", "yes", text =>
        {
            var wanted = ConditionArgument.YesOrNo("known", text);
            return s => s.IsKnown is not { } known || s.Number.Key == 0 ? Finding.Unknown : Finding.Of(known == wanted, null, Customers);
        }),
        new("suppressed", ConditionSource.Customers, "whether a record of the customer says no to marketing: no (wanted), yes", "no", text =>
        {
            var wanted = ConditionArgument.YesOrNo("suppressed", text);
            // Somebody who never said no has not said yes: for "no" the answer is that no refusal is known, and it grants nothing.
            return s => s.IsKnown is null || s.Number.Key == 0 ? Finding.Unknown : Finding.Of(s.IsSuppressed == wanted, s.IsSuppressed ? NumberScreen.OptedOut : null, Customers);
        }),
        new("open", ConditionSource.Customers, "reachable on a platform, such as whatsapp|telegram, or any", "any", text =>
        {
            var wanted = ConditionArgument.OneOf("open", text, PlatformKeys);
            // That no source names a platform does not prove that the customer is not on it.
            return s => s.Facts is { Platforms: { } held } facts && held.Split(", ").FirstOrDefault(wanted.Contains) is { } platform
                ? Stated(facts, true, held, facts.PlatformFrom(platform, s.Today)) : Finding.Unknown;
        }),
        new("active", ConditionSource.Customers, "the activity label: high, medium, low, silent", "high|medium", text =>
        {
            var wanted = ConditionArgument.OneOf("active", text, Activities);
            return s => s.Facts is { Activity: { } activity } facts ? Stated(facts, wanted.Contains(activity), activity, facts.LastSeenFrom) : Finding.Unknown;
        }),
        new("interactive", ConditionSource.Customers, "wrote to you at least so many times", "1", text =>
        {
            var least = ConditionArgument.Count("interactive", text);
            return s => s.Facts is { MessagesIn: { } messages } facts ? Stated(facts, messages >= least, Text(messages), facts.MessagesFrom) : Finding.Unknown;
        }),
        new("online", ConditionSource.Customers, "seen within so many days", "7", text =>
        {
            var days = ConditionArgument.Count("online", text);
            return s => s.Facts is { LastSeen: { } seen } facts
                ? Stated(facts, s.Today.DayNumber - seen.DayNumber <= days, Text(seen), facts.LastSeenFrom) : Finding.Unknown;
        }),
        new("gender", ConditionSource.Customers, "the stated gender: female, male, other", "", text =>
        {
            var wanted = ConditionArgument.OneOf("gender", text, ["female", "male", "other"]);
            return s => s.Facts is { Gender: { } gender } facts ? Stated(facts, wanted.Contains(gender), gender, facts.GenderFrom) : Finding.Unknown;
        }),
        new("age", ConditionSource.Customers, "in years, such as 18-40, 18+ or <=40", "", text =>
        {
            var (from, to) = ConditionArgument.Span("age", text);
            return s => s.Facts is { Age: { } age } facts ? Stated(facts, age >= from && age <= to, Text(age), facts.AgeFrom) : Finding.Unknown;
        }),
        new("avatar", ConditionSource.Customers, "whether a source named a picture: yes", "yes", text =>
        {
            // Sources leave pictures out for many reasons, so there is no proof that there is none.
            if (!ConditionArgument.YesOrNo("avatar", text))
                throw new RecipeException("'avatar' takes yes only: that no picture is named does not prove that there is none.");
            return s => s.Facts is { HasAvatar: true } facts ? Stated(facts, true, null, facts.AvatarFrom) : Finding.Unknown;
        }),
        new("language", ConditionSource.Customers, "the language label, such as pt|es; zh includes zh-Hant", "", text =>
        {
            var wanted = text.Split('|', StringSplitOptions.TrimEntries).Select(l => Languages.TryFind(l, out var found)
                ? found : throw new RecipeException($"'language' does not know '{l}'. It takes BCP 47 codes such as pt, or names.")).ToList();
            return s => s.Facts is { Language: { } spoken } facts
                ? Stated(facts, wanted.Exists(w => spoken == w || spoken.StartsWith(w + "-", StringComparison.Ordinal)), spoken, facts.LanguageFrom) : Finding.Unknown;
        }),
        new("device", ConditionSource.Customers, "the trait 'device' of your files holds this word, such as iphone|ipad", "", text =>
        {
            var wanted = text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return s => s.Facts is { Device: { } device } facts
                ? Stated(facts, wanted.Any(w => device.Contains(w, StringComparison.OrdinalIgnoreCase)), device, facts.DeviceFrom) : Finding.Unknown;
        }),
        new("duration", ConditionSource.Customers, "days since the customer is known, such as 90+ or 0-30", "30+", text =>
        {
            var (from, to) = ConditionArgument.Span("duration", text);
            return s => s.Facts is { Since: { } since } facts && s.Today.DayNumber - since.DayNumber is >= 0 and var days
                ? Stated(facts, days >= from && days <= to, Text(days), facts.SinceFrom) : Finding.Unknown;
        }),
        new("power_on", ConditionSource.Lookups, "whether the phone was on when it was last looked up or written to: yes, no", "yes", text =>
        {
            var wanted = ConditionArgument.YesOrNo("power_on", text);
            // That somebody has the number does not say whether the phone is on. What was found last counts.
            return s => s.Facts is { WasOn: { } on } facts && (s.Lookup is not { Answer.Status: LineStatus.Reachable or LineStatus.Unreachable } asked || Age(s, asked) > facts.DeliveryFrom.AgeDays)
                ? Stated(facts, on == wanted, facts.Delivery, facts.DeliveryFrom) : s.Lookup is { Answer.Status: LineStatus.Reachable or LineStatus.Unreachable } lookup
                ? Stated(s, lookup, lookup.Answer.Status == LineStatus.Reachable == wanted, LineStatusWords.Of(lookup.Answer.Status)) : Finding.Unknown;
        }) { TakesLookups = true, TakesFacts = true },
    ];

    /// <exception cref="RecipeException">No condition has this name.</exception>
    public static ConditionKind Named(string name) =>
        All.FirstOrDefault(c => c.Name == name.Trim().ToLowerInvariant().Replace('-', '_'))
        ?? throw new RecipeException($"There is no condition '{name.Trim()}'. {(Ingest.Columns.NearestName.Of(name, All.Select(c => c.Name)) is { } near ? $"Did you mean '{near}'?" : $"Known: {string.Join(", ", All.Select(c => c.Name))}.")}");

    /// <summary>Whether a reason says that no plan has such a number; others say that it could not be read.</summary>
    private static bool IsOfThePlan(string reason) =>
        reason is "empty range" or "too short" or "too long" or "wrong length" or "unknown country code" or "no such number" || reason.StartsWith("no number of ", StringComparison.Ordinal);

    private static Finding Stated(CustomerFacts facts, bool holds, string? value, FactSource from) =>
        Finding.Of(holds, value, facts.Sources.Name(from) ?? Customers, facts.Sources.Name(from) is null ? null : from.AgeDays);

    private static Finding Stated(in Subject subject, DatedAnswer lookup, bool holds, string value) =>
        Finding.Of(holds, value, lookup.Provider, Age(subject, lookup));

    private static int Age(in Subject subject, DatedAnswer lookup) => Math.Max(0, subject.Today.DayNumber - DateOnly.FromDateTime(lookup.At).DayNumber);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
