namespace Meridian.Tags.Definitions;

/// <summary>What is wrong with a definition, where, and what to write instead.</summary>
/// <param name="Part">"key", "rule", "values[1].rule", ...</param>
public sealed record DefinitionFault(string Part, string Message);

/// <summary>A definition cannot be saved or published; all that was found wrong.</summary>
public sealed class DefinitionException(IReadOnlyList<DefinitionFault> faults) : Exception(string.Join("; ", faults.Select(f => $"{f.Part}: {f.Message}")))
{
    public IReadOnlyList<DefinitionFault> Faults => faults;

    public DefinitionException(string part, string message)
        : this([new DefinitionFault(part, message)])
    {
    }
}

/// <summary>There is no such tag or segment.</summary>
public sealed class NoSuchDefinitionException(string message) : Exception(message);
