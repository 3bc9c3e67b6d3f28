using Meridian.Web.Api;
using MudBlazor;

namespace Meridian.Web.Pages.Shared;

/// <summary>Says what was done, with a way back beside it; where the way back fails it says so, because the component would not.</summary>
internal static class Undo
{
    /// <param name="invoke">The page's InvokeAsync: the way back runs where the page does.</param>
    public static void Offer(this ISnackbar snackbar, Texts texts, string said, Func<Func<Task>, Task> invoke, Func<Task> back) => snackbar.Add(said, Severity.Success, o =>
    {
        o.Action = texts["shell.undo"];
        o.OnClick = _ => invoke(async () =>
        {
            try
            {
                await back().ConfigureAwait(true);
                snackbar.Add(texts["shell.undone"], Severity.Info);
            }
            catch (ProblemException e)
            {
                snackbar.Add(texts.Said(e), Severity.Error);
            }
#pragma warning disable CA1031 // Whatever it is, somebody waits for it.
            catch (Exception)
#pragma warning restore CA1031
            {
                snackbar.Add(texts["failed.undo"], Severity.Error);
            }
        });
    });
}
