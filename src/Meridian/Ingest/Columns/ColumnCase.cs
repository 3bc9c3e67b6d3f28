using Meridian.Foundation.Platforms;

namespace Meridian.Ingest.Columns;

/// <summary>A field that a column may be, with the probability from header and values together.</summary>
internal sealed record WeighedField(Field Field, double Probability, HeaderCandidate? Header, ContentShare Content);

/// <summary>One column on its way from header and values to a guess.</summary>
internal sealed class ColumnCase
{
    // Priors of fields that only the values speak for. A header of unknown words is likelier some trait than one that says nothing.
    private const double NothingPrior = 0.25;
    private const double UnknownPrior = 0.15;
    private const double FromAddress = 0.9;
    private const double FromSourceName = 0.98;
    private const double LeastAlternative = 0.15;
    private const double FromCustomerWord = 0.7;
    private const int FewValues = 3;
    private const double FewExceptions = 0.1;
    private const int FewestPhoneDigits = 10;
    private const int FewestLocalDigits = 7;

    private static readonly Field[] SeenInAnyColumn = [.. new[] { "phone", "email", "platform", "ip" }.Select(k => Fields.WithKey(k)!)];
    private static readonly Field[] SeenUnderNoHeader = [.. new[] { "country", "language", "gender", "time_zone" }.Select(k => Fields.WithKey(k)!)];
    private static readonly Field WhatsApp = Fields.WithKey("handle:whatsapp")!;

    private readonly ContentEvidence _content;
    private List<WeighedField> _weighed = [];

    public ColumnCase(int index, string header, IReadOnlyList<string> values, IContentTests tests, string? own = null)
    {
        Index = index;
        Header = header;
        _content = new ContentEvidence(values, tests);
        Own = own;
        Meaning = own is not null ? new HeaderMeaning(HeaderClarity.Foreign, []) : HeaderReader.Read(header);
    }

    public int Index { get; }

    public string Header { get; }

    public HeaderMeaning Meaning { get; }

    /// <summary>Which file of ours the column comes from (<see cref="OwnColumns"/>); null for a column of the file's own.</summary>
    public string? Own { get; }

    /// <summary>The mapping's word.</summary>
    public string? Mapped { get; init; }

    /// <summary>Likelier fields first.</summary>
    public IReadOnlyList<WeighedField> Weighed => _weighed;

    /// <summary>What the column is taken for; null for a trait.</summary>
    public Field? Chosen { get; private set; }

    /// <summary>Set when another column of the file already carries the field that this one would be.</summary>
    public string? LostTo { get; private set; }

    public WeighedField? Best => _weighed.Count > 0 && _weighed[0].Probability >= ColumnRecogniser.Threshold ? _weighed[0] : null;

    public double Confidence => Mapped is not null || Own is not null ? 1
        : Chosen is not null ? _weighed.First(w => w.Field == Chosen).Probability
        : LostTo is not null ? 0.75
        : 1 - (_weighed.Count > 0 ? _weighed[0].Probability : 0);

    public string Because => BecauseSentence.For(this, _content.Values.Count);

    /// <summary>A column whose header names a field that its values deny.</summary>
    /// <param name="countryIsKnown">The import or another column names the country that national numbers need.</param>
    public string? Warning(bool countryIsKnown)
    {
        if (Mapped is not null || Own is not null)
            return null;
        var denied = _weighed.FirstOrDefault(w => w.Header is { Prior: >= ColumnRecogniser.Threshold } && w.Content is { Failed: 1 });
        if (denied is not null && Chosen != denied.Field)
            return $"Column \"{Header}\" is called {denied.Field.Label}, but none of {denied.Content.Values} values reads as one; it is {(Chosen is null ? "kept as a trait" : $"taken for {Chosen.Label}")}.";
        return !countryIsKnown && Chosen is { Content: FieldContent.Phone } && _weighed.First(w => w.Field == Chosen).Content is { Values: > 0, Passed: 0 }
            ? $"Column \"{Header}\" is called phone, but no value reads as a valid number as it stands; name the country with --country or in the mapping."
            : null;
    }

    /// <summary>Multiplies the odds of header and values.</summary>
    public void Weigh(IReadOnlyDictionary<string, int> languages, Platform? source)
    {
        if (Own is not null || Meaning.Clarity == HeaderClarity.Foreign)
            return;
        var best = new Dictionary<string, WeighedField>(StringComparer.Ordinal);
        foreach (var candidate in InFileLanguage(Meaning.Candidates, languages))
            Add(best, Fields.WithKey(candidate.Field)!, candidate, candidate.Prior);

        var prior = Meaning.Clarity is HeaderClarity.Nothing or HeaderClarity.Hint ? NothingPrior : UnknownPrior;
        foreach (var field in SeenInAnyColumn.Where(f => _content.For(f).Passed > 0.5))
        {
            // A list of one or two customers: a number with its "+" and an e-mail are plain without others like them.
            if (_content.Values.Count < FewValues && IsPlain(field))
                Add(best, field, null, NothingPrior);
            if (field.Content != FieldContent.Phone || Meaning.Clarity is HeaderClarity.Nothing or HeaderClarity.Hint || !IsPlainNumberColumn())
                Add(best, field, null, prior);
        }

        foreach (var field in SeenUnderNoHeader.Where(f => Meaning.Clarity == HeaderClarity.Nothing && _content.For(f).Passed > 0.8))
            Add(best, field, null, prior);
        if (_content.Values.Count > 0 && _content.Values.Count(IsWhatsAppAddress) > _content.Values.Count / 2)
            Add(best, WhatsApp, null, FromAddress);
        if (source is not null && Meaning.Candidates.Any(c => c.Field == "nickname" && HeaderLexicon.Find(HeaderWords.Compact(c.Spelling)) is { Account: true }) && Fields.WithKey($"{Fields.HandlePrefix}{source.Key}") is { } handle)
            Add(best, handle, null, FromSourceName);
        _weighed = [.. best.Values.OrderByDescending(w => w.Probability).ThenBy(w => Rank(w.Field))];
    }

    /// <summary>Takes the best field, if it is likely enough.</summary>
    public void Choose() => Chosen = Best?.Field;

    /// <summary>Takes this field, whatever was likelier: the file's other columns say so.</summary>
    public void ChooseInstead(string key)
    {
        var instead = Fields.WithKey(key)!;
        var was = _weighed.First(w => w.Field == Chosen);
        _weighed = [was with { Field = instead }, .. _weighed.Where(w => w.Field != instead)];
        Chosen = instead;
    }

    /// <summary>
    /// Whether the header is nothing but a word for the customer (客户, "Cliente"). Whom it names, the values tell: see <see cref="HoldsNames"/> and <see cref="HoldsCodes"/>.
    /// </summary>
    public bool NamesTheCustomer => Mapped is null && Chosen is null && Meaning.Clarity == HeaderClarity.Hint
        && Meaning.Candidates.All(c => c.Field == "name") && HeaderLexicon.Find(HeaderWords.Compact(Header)) is { Neutral: true };

    /// <summary>Words, as good as all of them without a digit and not the same few again and again, as levels and yes or no are.</summary>
    public bool HoldsNames => _content.Values.Count > 0 && !HoldsFlags
        && _content.For(Fields.WithKey("name")!).Failed <= FewExceptions
        && _content.Values.Count(v => v.Any(char.IsDigit)) <= FewExceptions * _content.Values.Count
        && _content.Values.Distinct(StringComparer.OrdinalIgnoreCase).Count() * 2 >= _content.Values.Count;

    /// <summary>Numbers or codes without blanks that are neither dates nor decimals and too short or too mixed for phones.</summary>
    public bool HoldsCodes => _content.Values.Count > 0 && !HoldsFlags
        && _content.For(Fields.WithKey("created_at")!).Passed <= FewExceptions
        && _content.Values.All(v => v.Any(char.IsDigit) && v.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '/' or '#'))
        && !_content.Values.All(v => v.Length >= FewestPhoneDigits && v.All(char.IsAsciiDigit));

    /// <summary>Whether the header is nothing but a word for a number that may be an ID or a phone. Which it is, the values tell: see <see cref="HoldsIds"/>.</summary>
    public bool NamesANumber => Mapped is null && Chosen is null && Meaning.Clarity == HeaderClarity.Hint
        && Meaning.Candidates.Any(c => c.Field == "external_id") && Meaning.Candidates.Any(c => c.Field == "phone");

    /// <summary>Codes, each once, that are too short for phones and do not count the rows.</summary>
    public bool HoldsIds => HoldsCodes
        && _content.Values.Distinct(StringComparer.OrdinalIgnoreCase).Count() == _content.Values.Count
        && _content.Values.All(v => v.Length < FewestLocalDigits || v.Any(char.IsAsciiLetter))
        && !_content.Values.Select((v, i) => int.TryParse(v, out var number) ? number - i : int.MaxValue).Distinct().ToList().TrueForAll(first => first is 0 or 1);

    private bool HoldsFlags => _content.For(Fields.WithKey("marketing_consent")!).Passed > 1 - FewExceptions;

    /// <summary>Takes a field at which the header only hints.</summary>
    public void Take(string key)
    {
        Chosen = Fields.WithKey(key)!;
        _weighed = [new WeighedField(Chosen, FromCustomerWord, Meaning.Candidates[0] with { Field = key }, _content.For(Chosen)), .. _weighed.Where(w => w.Field != Chosen)];
    }

    /// <summary>Gives the field up to another column.</summary>
    public void Lose(string toHeader)
    {
        LostTo = toHeader;
        Chosen = null;
    }

    public IReadOnlyList<string> AlternativesTo(string field) =>
        [.. _weighed.Where(w => w.Probability >= LeastAlternative && w.Field.Key != field).Select(w => w.Field.Key).Distinct(StringComparer.Ordinal)];

    private void Add(Dictionary<string, WeighedField> best, Field field, HeaderCandidate? header, double prior)
    {
        var content = _content.For(field);
        var support = header is not null && Meaning.Clarity is HeaderClarity.Partial or HeaderClarity.Unknown && !Tells(field) ? Math.Min(0, content.Support) : content.Support;
        var probability = 1 / (1 + Math.Exp(-(Math.Log(prior / (1 - prior)) + support)));
        if (!best.TryGetValue(field.Key, out var known) || probability > known.Probability)
            best[field.Key] = new WeighedField(field, probability, header, content);
    }

    /// <summary>
    /// True where values tell the field from others. "Contract date" holds dates and "unread messages" numbers, which makes neither a
    /// registration date nor a message count; a column half of whose words are unknown needs values that only its field has.
    /// </summary>
    private bool Tells(Field field) => field.Content switch
    {
        FieldContent.Phone or FieldContent.Email or FieldContent.Platform or FieldContent.Country or FieldContent.Language or FieldContent.Locale
            or FieldContent.TimeZone or FieldContent.Ip or FieldContent.Gender => true,
        FieldContent.Handle => _content.Values.Count(v => v[0] is '@' or '+' || v.Contains("://", StringComparison.Ordinal) || v.Contains(".me/", StringComparison.Ordinal) || v.Contains(".com/", StringComparison.Ordinal)) * 2 > _content.Values.Count,
        _ => false,
    };

    /// <summary>Where a word means different things in different languages, the sense in the language of most other headers keeps its prior.</summary>
    private static IEnumerable<HeaderCandidate> InFileLanguage(IReadOnlyList<HeaderCandidate> candidates, IReadOnlyDictionary<string, int> languages)
    {
        if (candidates.Select(c => c.Field).Distinct(StringComparer.Ordinal).Count() <= 1)
            return candidates;
        var favoured = candidates.OrderByDescending(c => c.Prior).ThenByDescending(c => languages.GetValueOrDefault(c.Language)).ThenBy(c => Array.IndexOf(HeaderLexicon.Languages, c.Language)).First();
        return candidates.Select(c => c.Field == favoured.Field || c.Prior < ColumnRecogniser.Threshold ? c : c with { Prior = c.Prior - 0.1 });
    }

    /// <summary>All values read as e-mails, or as phones in international form: what no other kind of text looks like.</summary>
    private bool IsPlain(Field field) =>
        _content.For(field).Passed >= 1 && (field.Content == FieldContent.Email || (field.Content == FieldContent.Phone && _content.Values.All(v => v[0] == '+')));

    /// <summary>Bare digits under an unknown header: running numbers and amounts read as phones of some country too often.</summary>
    private bool IsPlainNumberColumn()
    {
        var plain = _content.Values.Count(v => v[0] != '0' && v.All(char.IsAsciiDigit));
        if (plain * 2 < _content.Values.Count)
            return false;
        var lengths = _content.Values.Count(v => v.Length is >= 10 and <= 15);
        return lengths * 10 < _content.Values.Count * 9 || IsRunning(_content.Values);
    }

    private static bool IsRunning(IReadOnlyList<string> values)
    {
        var rising = 0;
        for (var i = 1; i < values.Count; i++)
            rising += string.CompareOrdinal(values[i - 1], values[i]) < 0 ? 1 : 0;
        return values.Count > 3 && rising >= (values.Count - 1) * 0.95;
    }

    private static bool IsWhatsAppAddress(string value) =>
        value.EndsWith("@s.whatsapp.net", StringComparison.OrdinalIgnoreCase) || value.EndsWith("@c.us", StringComparison.OrdinalIgnoreCase);

    private static int Rank(Field field)
    {
        for (var i = 0; i < Fields.All.Count; i++)
        {
            if (Fields.All[i] == field)
                return i;
        }

        return int.MaxValue;
    }
}
