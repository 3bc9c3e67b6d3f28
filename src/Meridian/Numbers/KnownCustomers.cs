using Meridian.Foundation.Database;
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

    /// <summary>Where there is no store: nobody is known.</summary>
    public static KnownCustomers None { get; } = new();

    /// <summary>Different phones of customers.</summary>
    public int Phones => _phones.Count;

    public static KnownCustomers Of(ISession session)
    {
        var known = new KnownCustomers();
        var phones = session.Query(
            $"select i.value, r.profile_id from {ResolveTables.Identifier} i join {ResolveTables.Record} r on r.record_id = i.record_id where i.kind = 'phone'",
            r => (Phone: r.Text(0)!, Profile: r.Id(1)));
        foreach (var (phone, profile) in phones)
            known.Add(NumberSet.Pack(phone), profile);
        return known;
    }

    /// <summary>The customer with this number; of several who share it the one with the smallest id, so that the answer does not depend on order.</summary>
    public bool TryFind(ulong key, out Guid profile)
    {
        profile = default;
        if (!_phones.TryGet(key, out var at))
            return false;
        profile = _profiles[(int)at];
        return true;
    }

    private void Add(ulong key, Guid profile)
    {
        if (_phones.Add(key, (uint)_profiles.Count, out var at))
            _profiles.Add(profile);
        else if (profile.CompareTo(_profiles[(int)at]) < 0)
            _profiles[(int)at] = profile;
    }
}
