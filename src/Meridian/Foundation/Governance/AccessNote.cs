namespace Meridian.Foundation.Governance;

/// <summary>Somebody looked at people's data, took it away, or was not let.</summary>
/// <param name="Actor">Id of the key, or "local:USER".</param>
/// <param name="Action">What was asked for: "customers.show", "export", ...</param>
/// <param name="Subject">The profile's id, or what was asked for many; never a name, an address or anything that was typed.</param>
/// <param name="Allowed">False where it was denied.</param>
public sealed record AccessNote(string Actor, string Action, string Subject, bool Allowed);
