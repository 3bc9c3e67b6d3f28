using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Segments;

namespace Meridian.Cli.Commands;

/// <summary>The customer that a command is about.</summary>
internal static class OneCustomer
{
    /// <param name="who">Profile id, phone, e-mail, handle, link, platform:handle or source:id.</param>
    /// <exception cref="CommandException">It names nobody, or several.</exception>
    public static Guid Of(Workspace workspace, string who) => CustomerViews.Find(workspace.Session, Scope.Whole, who, beginnings: false) switch
    {
        [] => throw new CommandException(ExitCode.NotFound, $"No customer has the id or identifier '{who}'."),
        [var only] => only,
        var several => throw new CommandException(ExitCode.Usage, $"{several.Count} customers have this identifier: {string.Join(", ", several)}. Name one by its id."),
    };
}
