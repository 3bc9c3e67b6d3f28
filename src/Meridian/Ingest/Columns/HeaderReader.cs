namespace Meridian.Ingest.Columns;

/// <summary>
/// Reads one header: cuts it into known phrases so that as few words as possible stay unknown, then judges what is left.
/// "Customer Phone Number 1" has only neutral words beside its phrase; "phone verified" has a foreign one; "phone country" has two fields, and
/// what describes a phone is not a phone.
/// </summary>
internal static class HeaderReader
{
    // Probabilities that a header of this clarity means its field. 0.97 leaves room for columns whose values plainly disagree.
    private const double Exact = 0.97;
    private const double Composed = 0.92;
    private const double Qualified = 0.6;
    private const double Hint = 0.42;
    private const double Partial = 0.35;

    private static readonly HashSet<string> AddressParts = new(StringComparer.Ordinal) { "city", "state", "postcode", "country", "company", "phone", "name", "given_name", "family_name", "phone_country_code" };

    /// <summary>Fields that, beside a platform's name, are its handle: "WhatsApp mobile", "Zalo phone".</summary>
    private static readonly HashSet<string> Reaching = new(StringComparer.Ordinal) { "phone", "external_id", "user_id" };

    private static readonly HashSet<string> Described = new(StringComparer.Ordinal) { "phone", "email", "ip" };

    public static HeaderMeaning Read(string header)
    {
        var words = HeaderWords.Split(header);
        var meaning = Judge(HeaderSegments.Cut(words));
        if (meaning.Clarity == HeaderClarity.Exact || !words.Any(IsOrdinal))
            return meaning;
        // "Organization 1 - Name": a number inside hides the phrase around it.
        var without = Judge(HeaderSegments.Cut([.. words.Where(w => !IsOrdinal(w))]));
        return without.Clarity switch
        {
            HeaderClarity.Exact => without with { Clarity = HeaderClarity.Composed, Candidates = [.. without.Candidates.Select(c => c with { Prior = Math.Min(c.Prior, Composed) })] },
            _ when without.Clarity < meaning.Clarity => without,
            _ => meaning,
        };
    }

    private static bool IsOrdinal(string word) => word.Length <= 2 && word.All(char.IsAsciiDigit);

    private static HeaderMeaning Judge(IReadOnlyList<HeaderSegment> segments)
    {
        if (segments.Count == 0)
            return new(HeaderClarity.Nothing, []);
        if (segments is [{ Phrase: { } whole }] && whole.Senses.Count + whole.AloneSenses.Count > 0)
            return FromWhole(whole);

        var known = segments.Where(s => s.Phrase is not null).Select(s => s.Phrase!).ToList();
        var unknown = segments.Count - known.Count;
        var named = known.Where(p => p.Strong.Any()).ToList();
        var handle = named.SelectMany(p => p.Strong).FirstOrDefault(s => IsHandle(s.Field))
            ?? known.SelectMany(p => p.Senses).FirstOrDefault(s => IsHandle(s.Field) && known.Count > 1);

        var foreign = known.Find(p => p.Foreign && !p.Neutral && !p.Strong.Any() && !(handle is not null && p.Account));
        if (foreign is not null)
            return new(HeaderClarity.Foreign, [], foreign.Text);
        if (handle is not null && AsHandle(handle, known, unknown) is { } reached)
            return reached;

        // A word that is both ("contact", "address") counts as a field only when nothing else names one.
        var decisive = named.Where(p => !p.Neutral).ToList();
        if (decisive.Count == 0)
            decisive = named;
        return decisive.Count == 0 ? FromHints(known, unknown) : FromNamed(decisive, known, unknown);
    }

    private static HeaderMeaning FromWhole(Phrase phrase)
    {
        var senses = phrase.AloneSenses.Concat(phrase.Senses).ToList();
        var strong = senses.Where(s => !s.Weak).ToList();
        var candidates = Candidates(strong, phrase.Text, strong.Select(s => s.Field).Distinct(StringComparer.Ordinal).Count() > 1 ? 0.75 : Exact)
            .Concat(Candidates(senses.Where(s => s.Weak), phrase.Text, Hint))
            .DistinctBy(c => (c.Field, c.Language))
            .ToList();
        return new(strong.Count > 0 ? HeaderClarity.Exact : HeaderClarity.Hint, candidates);
    }

    private static HeaderMeaning? AsHandle(Sense handle, List<Phrase> known, int unknown)
    {
        var rest = known.Where(p => !p.Senses.Contains(handle)).ToList();
        var platforms = known.SelectMany(p => p.Strong).Where(s => IsHandle(s.Field)).Select(s => s.Field).Distinct(StringComparer.Ordinal).Count();
        if (platforms > 1)
            return new(HeaderClarity.Unknown, []);
        var sure = unknown == 0;
        if (rest.TrueForAll(p => p.Account || p.Neutral || p.Strong.Any(s => Reaching.Contains(s.Field))))
        {
            // "Signal number": the word beside an ambiguous name makes it the platform's.
            var prior = !sure ? Partial : handle.Weak && !rest.Exists(p => p.Account) ? Hint : Composed;
            return new(sure ? HeaderClarity.Composed : HeaderClarity.Partial, [new(handle.Field, prior, handle.Language, rest.Count == 0 ? handle.Field : handle.Field[Fields.HandlePrefix.Length..])]);
        }

        var others = rest.SelectMany(p => p.Strong).Select(s => s.Field).Distinct(StringComparer.Ordinal).ToList();
        if (others.Contains("marketing_consent", StringComparer.Ordinal))
            return new(HeaderClarity.Foreign, [], "consent for one channel");
        if (sure && others.Exists(f => f is "name" or "nickname"))
            return new(HeaderClarity.Composed, [new("nickname", Qualified, "", "name on an app")]);
        return null;
    }

    private static HeaderMeaning FromNamed(List<Phrase> named, List<Phrase> known, int unknown)
    {
        var fields = named.SelectMany(p => p.Strong).Select(s => s.Field).Where(f => !IsHandle(f)).Distinct(StringComparer.Ordinal).ToList();
        if (fields.Count == 0)
            return new(HeaderClarity.Unknown, []);

        var hinted = known.Where(p => !p.Strong.Any() && p.Senses.Count > 0 && !p.Neutral && !p.Account).ToList();
        if (fields is ["address"] && hinted.SelectMany(p => p.Senses).Where(s => AddressParts.Contains(s.Field)).ToList() is { Count: > 0 } parts)
            return new(HeaderClarity.Composed, Candidates(parts, hinted[0].Text, Qualified));
        if (unknown > 0 || hinted.Count > 0)
            return new(HeaderClarity.Partial, Candidates(named.SelectMany(p => p.Strong), named[0].Text, fields.Count == 1 ? Partial : Partial / 2));

        var settled = named.Count == 1 ? named[0].Strong.ToList() : Settle(named, fields);
        if (settled.Count == 0)
            return new(HeaderClarity.Foreign, [], $"{string.Join(" and ", fields.Select(f => Fields.WithKey(f)!.Label))} at once");
        var single = fields.Count == 1 || settled.Exists(s => s.Field is "address" or "name" or "marketing_consent") || fields.Contains("address", StringComparer.Ordinal);
        var spelling = named.Find(p => p.Senses.Contains(settled[0]))?.Text ?? settled[0].Field;
        return new(HeaderClarity.Composed, Candidates(settled, spelling, single ? Composed : Qualified));
    }

    /// <summary>Which of several fields a header with all of them means; none where one describes the other ("phone country", "IP time zone").</summary>
    private static List<Sense> Settle(List<Phrase> named, List<string> fields)
    {
        List<Sense> Of(string field) => [.. named.SelectMany(p => p.Strong).Where(s => s.Field == field)];
        if (fields.Count == 1)
            return Of(fields[0]);
        if (fields.TrueForAll(f => f is "phone" or "phone_country_code"))
            return Of("phone_country_code");
        if (fields.Contains("marketing_consent", StringComparer.Ordinal))
            return fields.TrueForAll(f => f is "marketing_consent" or "email") ? Of("marketing_consent") : [];
        if (fields.TrueForAll(f => f is "given_name" or "family_name" or "name"))
            return [.. Of(fields.Contains("name", StringComparer.Ordinal) && fields.Count == 2 ? "name" : fields[0]).Select(s => s with { Field = "name" })];
        var rest = fields.Where(f => f != "address").ToList();
        if (rest.Count < fields.Count && rest is [var part] && AddressParts.Contains(part))
            return Of(part);
        rest = [.. fields.Where(f => f != "company")];
        if (rest.Count < fields.Count && rest is [var own] && (AddressParts.Contains(own) || own == "email"))
            return Of(own);
        if (fields.TrueForAll(Described.Contains) && !fields.Contains("ip", StringComparer.Ordinal))
            return [.. named.SelectMany(p => p.Strong).Select(s => s with { Weak = true })];
        return [];
    }

    private static HeaderMeaning FromHints(List<Phrase> known, int unknown)
    {
        var hints = known.Where(p => p.Senses.Count > 0).ToList();
        if (hints.Count == 0)
            return new(unknown == 0 ? HeaderClarity.Nothing : HeaderClarity.Unknown, []);
        var prior = unknown == 0 ? Hint : Partial / 2;
        return new(unknown == 0 ? HeaderClarity.Hint : HeaderClarity.Unknown, [.. hints.SelectMany(p => Candidates(p.Senses, p.Text, prior)).DistinctBy(c => (c.Field, c.Language))]);
    }

    private static List<HeaderCandidate> Candidates(IEnumerable<Sense> senses, string spelling, double prior) =>
        [.. senses.Select(s => new HeaderCandidate(s.Field, s.Weak ? Math.Min(prior, Qualified) : prior, s.Language, spelling, s.MayBePart))];

    private static bool IsHandle(string field) => field.StartsWith(Fields.HandlePrefix, StringComparison.Ordinal);
}
