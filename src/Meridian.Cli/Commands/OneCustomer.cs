using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Segments;

namespace Meridian.Cli.Commands;

/// <summary>The customer that a command is about.</summary>
internal static class OneCustomer
{
    /// <param name="who">Profile id, phone, e-mail, handle, link, platform:handle or source:id.</param>
    /// <param name="beginnings">Whether the beginning of an id will do, as lists show it; not where something is changed.</param>
    /// <exception cref="CommandException">It names nobody, or several.</exception>
    public static Guid Of(Workspace workspace, string who, bool beginnings = false) => CustomerViews.Find(workspace.Session, Scope.Whole, who, beginnings) switch
    {
        [] => throw new CommandException(ExitCode.NotFound, $"No customer has the id or identifier '{who}'."),
        [var only] => only,
        var several => throw new CommandException(ExitCode.Usage, $"{several.Count} customers have this identifier: {string.Join(", ", several)}. Name one by its id."),
    };
}
