using Meridian.PhoneData.Automata;

namespace Meridian.PhoneData.Plan;

/// <summary>A country calling code and the territories that share it, the main one first.</summary>
internal sealed class CodePlan
{
    /// <summary>Where the number of the region stands in a meaning: 0 is none, else its place in the list plus one.</summary>
    public const int RegionShift = 4;

    public CodePlan(int code, IReadOnlyList<TerritoryPlan> territories)
    {
        Code = code;
        Territories = territories;
        Numbers = territories.Count == 1 ? territories[0].Types : Shared();
    }

    public int Code { get; }

    public IReadOnlyList<TerritoryPlan> Territories { get; }

    /// <summary>From a national number to type, region and, of the main territory, <see cref="TerritoryPlan.GeneralBit"/>.</summary>
    public Automaton Numbers { get; }

    private Automaton Shared()
    {
        var parts = Territories.SelectMany(t => t.LeadingDigits is { } leading ? new[] { t.Types, leading } : [t.Types]).ToList();
        return ProductConstruction.Build(parts, meanings =>
        {
            var general = meanings[0] & TerritoryPlan.GeneralBit;
            var part = 0;
            for (var i = 0; i < Territories.Count; i++)
            {
                var type = meanings[part++] & 0xF;
                var mine = Territories[i].LeadingDigits is null ? type != 0 : meanings[part++] != 0;
                if (mine)
                    return general | ((i + 1) << RegionShift) | type;
            }

            return general;
        });
    }
}
