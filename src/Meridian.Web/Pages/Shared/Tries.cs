using Meridian.Web.Api;
using MudBlazor;

namespace Meridian.Web.Pages.Shared;

/// <summary>Changes that may have to wait for an import: the page stays as it is, with what was written, and says so.</summary>
internal static class Tries
{
    /// <returns>Whether it was done.</returns>
    public static async Task<bool> Try(this ISnackbar snackbar, Texts texts, Func<Task> change)
    {
        try
        {
            await change().ConfigureAwait(true);
            return true;
        }
        catch (ProblemException e)
        {
            snackbar.Add(texts.Said(e), Severity.Error);
            return false;
        }
    }
}
