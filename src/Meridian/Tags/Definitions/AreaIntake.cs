using Meridian.Foundation.Database;
using Meridian.Foundation.Geography;
using Meridian.Foundation.Log;

namespace Meridian.Tags.Definitions;

/// <summary>Takes changes of areas in, for hosts. Nothing is applied here.</summary>
public static class AreaIntake
{
    /// <summary>Says what an area means, for the first time or from now on.</summary>
    /// <param name="log">An <see cref="ActingLog"/>: who says it is kept.</param>
    /// <param name="area">Its countries may also be names, and areas that stand for theirs.</param>
    /// <exception cref="DefinitionException">It is not well formed, a name is another area's of the team, or a rule would make no sense.</exception>
    public static DefinitionReceipt Save(ISession session, ILog log, AreaDefinition area, string? reason, DateTime now)
    {
        DefinitionCheck.Refuse(DefinitionForm.FaultsOf(area));
        var own = AreaBook.Own(session);
        area = area with { Countries = CountriesOf(AreaBook.Catalogue(own), area.Countries) };
        var others = own.Where(a => a.Key != area.Key).ToList();
        RefuseTaken(area, others);
        DefinitionCheck.RefuseBroken(session, AreaBook.Catalogue([.. others, area]));
        return new DefinitionReceipt(area.Key, log.Append(AreaOrder.Kind, now, new AreaOrder(AreaOrder.Save, area.Key, area, reason).ToJson()).Entry, null, []);
    }

    /// <summary>Takes an area of the team's away; its name means again what the program brings, if anything.</summary>
    /// <exception cref="NoSuchDefinitionException">There is none.</exception>
    /// <exception cref="DefinitionException">Rules name it; they are named.</exception>
    public static DefinitionReceipt Remove(ISession session, ILog log, string key, string? reason, DateTime now)
    {
        var own = AreaBook.Own(session);
        if (!own.Exists(a => a.Key == key))
        {
            var near = Ingest.Columns.NearestName.Of(key, own.Select(a => a.Key));
            throw new NoSuchDefinitionException($"The team has no area '{key}'.{(near is null ? "" : $" Did you mean '{near}'?")}");
        }

        DefinitionCheck.RefuseBroken(session, AreaBook.Catalogue([.. own.Where(a => a.Key != key)]));
        return new DefinitionReceipt(key, log.Append(AreaOrder.Kind, now, new AreaOrder(AreaOrder.Remove, key, Reason: reason).ToJson()).Entry, null, []);
    }

    private static List<string> CountriesOf(AreaCatalogue areas, IReadOnlyList<string> texts)
    {
        var (codes, faults) = (new SortedSet<string>(StringComparer.Ordinal), new List<DefinitionFault>());
        foreach (var text in texts)
        {
            if (Countries.TryFind(text, out var code))
                codes.Add(code);
            else if (areas.TryFind(text, out var area))
                codes.UnionWith(area.Countries);
            else
                faults.Add(new DefinitionFault("countries", $"'{text}' is neither a country nor an area; write ISO 3166-1 codes such as AE, or names"));
        }

        DefinitionCheck.Refuse(faults);
        return [.. codes];
    }

    /// <summary>A name of two areas would mean one of them by chance.</summary>
    private static void RefuseTaken(AreaDefinition area, List<AreaDefinition> others)
    {
        var known = AreaBook.Catalogue(others);
        DefinitionCheck.Refuse(area.Names.Select(n => (n.Key, n.Value)).Append(("key", area.Key))
            .Select(n => known.TryFind(n.Item2, out var found) && found.Kind == AreaKind.Team ? new DefinitionFault(n.Item1 == "key" ? "key" : $"names.{n.Item1}", $"'{n.Item2}' is what the team calls its area '{found.Key}'; take another") : null)
            .OfType<DefinitionFault>());
    }
}
