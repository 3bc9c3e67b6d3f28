namespace Meridian.Profiles.Edits;

/// <summary>What cannot be edited so, and what to write instead.</summary>
/// <param name="Trait">As it was named.</param>
public sealed record EditFault(string Trait, string Message);

/// <summary>An edit cannot be made; all that was found wrong. Nothing of it is done.</summary>
public sealed class EditException(IReadOnlyList<EditFault> faults) : Exception(string.Join("; ", faults.Select(f => $"{f.Trait}: {f.Message}")))
{
    public EditException(string trait, string message)
        : this([new EditFault(trait, message)])
    {
    }

    public IReadOnlyList<EditFault> Faults => faults;
}

/// <summary>An edit would take the customer out of the sight of who makes it, or bring it where they may not put it.</summary>
public sealed class EditOutOfScopeException(string message) : Exception(message);
