using Meridian.Consents;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Numbers.Recipes;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Numbers;

/// <summary>
/// The phones of a store's customers in memory: one query that streams by, 12 bytes a slot and 16 a customer, so that a million customers take some 50 MB
/// and ten million rows need no query of their own.
/// </summary>
public sealed class KnownCustomers
{
    private readonly NumberSet _phones = new();
    private readonly List<Guid> _profiles = [];
    private readonly List<CustomerFacts?> _facts = [];
    private readonly HashSet<Guid> _optedOut = [];
    private readonly HashSet<ulong> _suppressed = [];
    private readonly HashSet<ulong> _listed = [];
    private readonly HashSet<string> _hashes = new(StringComparer.Ordinal);
    private Suppression? _erased;

    /// <summary>Where there is no store: nobody is known.</summary>
    public static KnownCustomers None { get; } = new() { HasStore = false };

    /// <summary>False where there is no store, so that nothing can be said of who is known.</summary>
    public bool HasStore { get; private init; } = true;

    /// <summary>Different phones of customers.</summary>
    public int Phones => _phones.Count;

    public static KnownCustomers Of(ISession session)
    {
        var known = new KnownCustomers();
        known.FindOptedOut(session);
        known.FindListed(session);
        known._erased = Suppression.Load(session);
        var phones = session.Query(
            $"""
            select i.value, r.profile_id from {ResolveTables.Identifier} i join {ResolveTables.Record} r on r.record_id = i.record_id
            where i.kind = 'phone' and {Imports.Whole($"i.entry")}
            """,
            r => (Phone: r.Text(0)!, Profile: r.Id(1)));
        foreach (var (phone, profile) in phones)
            known.Add(NumberSet.Match(NumberSet.Pack(phone)), profile, null);
        return known;
    }

    /// <summary>The same with what is known of each customer: one object more for each.</summary>
    /// <param name="now">The instant to which ages count, UTC.</param>
    public static KnownCustomers WithFacts(ISession session, DateTime now)
    {
        var known = new KnownCustomers();
        known.FindOptedOut(session);
        known.FindListed(session);
        known._erased = Suppression.Load(session);
        foreach (var (phone, profile, facts) in FactLoader.Load(session, now))
            known.Add(NumberSet.Match(NumberSet.Pack(phone)), profile, facts);
        return known;
    }

    /// <summary>Whether the number is of somebody whose data was erased: it may stand in a list that was bought, and nothing of it is to be kept.</summary>
    internal bool IsErased(in ScreenedNumber number) =>
        _erased is not null && number.E164 is { } e164 && IdentifierKeys.OfPhone(e164) is { } key && _erased.Holds(key);

    /// <summary>The customer with this number; of several who share it the one with the smallest id, so that the answer does not depend on order.</summary>
    public bool TryFind(ulong key, out Guid profile) => TryFind(key, out profile, out _);

    /// <param name="facts">Null where they were not loaded.</param>
    public bool TryFind(ulong key, out Guid profile, out CustomerFacts? facts)
    {
        (profile, facts) = (default, null);
        if (key == 0 || _profiles.Count == 0 || !_phones.TryGet(key, out var at))
            return false;
        profile = _profiles[(int)at];
        facts = _facts.Count > 0 ? _facts[(int)at] : null;
        return true;
    }

    /// <inheritdoc cref="NumberSet.Prefetch"/>
    internal void Prefetch(ulong key)
    {
        if (_profiles.Count > 0)
            _phones.Prefetch(key);
    }

    /// <summary>Whether any customer with this number said no to marketing; a later yes from a file does not undo it, and of several who share the number one is enough.</summary>
    public bool IsSuppressed(ulong key) => _suppressed.Contains(key);

    /// <summary>Whether nobody may call or write to the number, whoever has it: it is on the suppression list, or somebody withdrew for it.</summary>
    internal bool IsListed(in ScreenedNumber number) =>
        (_listed.Count > 0 && _listed.Contains(number.MatchKey))
        || (_hashes.Count > 0 && number.E164 is { } e164 && (_hashes.Contains(Suppressions.Hash(e164)) || _hashes.Contains(Suppressions.Hash(e164[1..]))));

    private void FindListed(ISession session)
    {
        var (numbers, hashes) = Suppressions.OfPhones(session);
        _listed.UnionWith(numbers.Select(n => NumberSet.Match(NumberSet.Pack(n))));
        _hashes.UnionWith(hashes);
    }

    private void FindOptedOut(ISession session) => _optedOut.UnionWith(session.Query(
        $"select profile_id from {ProfileTables.Profile} where marketing_consent = 'withdrawn'", r => r.Id(0)));

    private void Add(ulong key, Guid profile, CustomerFacts? facts)
    {
        if (_optedOut.Contains(profile))
            _suppressed.Add(key);
        if (_phones.Add(key, (uint)_profiles.Count, out var at))
        {
            _profiles.Add(profile);
            if (facts is not null)
                _facts.Add(facts);
        }
        else if (profile.CompareTo(_profiles[(int)at]) < 0)
        {
            _profiles[(int)at] = profile;
            if (facts is not null)
                _facts[(int)at] = facts;
        }
    }
}
