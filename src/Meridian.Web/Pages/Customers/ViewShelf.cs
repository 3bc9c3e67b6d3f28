using Meridian.Foundation.Governance;
using Meridian.Web.Api;
using Meridian.Web.Pages.Access;
using Meridian.Web.Pages.Shared;

namespace Meridian.Web.Pages.OfCustomers;

/// <summary>A view as it is offered.</summary>
/// <param name="By">Who made it, where it was somebody else.</param>
public sealed record ShownView(SavedView View, string? By);

/// <summary>Lists of customers that people come back to: their own, and what others of the team share. Each narrows a list and shows nobody more than they may see.</summary>
public sealed class ViewShelf(PageStore store, PeopleBook people, ApiHost host)
{
    /// <summary>Views of one person.</summary>
    public const int Most = 50;

    /// <summary>Own ones first.</summary>
    public async Task<IReadOnlyList<ShownView>> All()
    {
        var me = await store.Me().ConfigureAwait(false);
        return
        [
            .. (me.Views ?? []).Select(v => new ShownView(v, null)),
            .. people.All.Where(p => !p.Ended && p.Id != me.Id).SelectMany(p => (p.Views ?? []).Where(v => v.Shared).Select(v => new ShownView(v, p.Name))).OrderBy(v => v.View.Name, StringComparer.CurrentCultureIgnoreCase),
        ];
    }

    /// <summary>What of a list can be saved: what somebody searched for, and what an import brought, is of one day.</summary>
    public static CustomerQuery Lasting(CustomerQuery query) => query with { Q = null, Import = null, Created = false };

    /// <summary>Saves one, in place of an own one of this name.</summary>
    /// <returns>False where there are as many as there may be.</returns>
    /// <exception cref="ProblemException">An import is at work and does not end soon.</exception>
    public Task<bool> Save(string name, CustomerQuery query, bool shared) => Save(new SavedView(name, Lasting(query).Address(), shared));

    /// <inheritdoc cref="Save(string, CustomerQuery, bool)"/>
    public Task<bool> Save(SavedView view) => Change(views =>
    {
        var at = views.FindIndex(v => v.Name.Equals(view.Name, StringComparison.CurrentCultureIgnoreCase));
        if (at >= 0)
            views[at] = view;
        else
            views.Add(view);
    });

    /// <exception cref="ProblemException">An import is at work and does not end soon.</exception>
    public Task Drop(string name) => Change(views => views.RemoveAll(v => v.Name == name));

    /// <returns>False, and nothing is written, where there would be more than there may be.</returns>
    private async Task<bool> Change(Action<List<SavedView>> change)
    {
        var me = await store.Me().ConfigureAwait(false);
        try
        {
            await people.Save(me.Actor, store.Now, known =>
            {
                var now = known.First(p => p.Id == me.Id);
                var views = (now.Views ?? []).ToList();
                change(views);
                return views.Count <= Most ? new PersonOrder("views", now with { Views = views.Count == 0 ? null : views }) : throw new TooManyViewsException();
            }, host.Patience).ConfigureAwait(false);
            return true;
        }
        catch (TooManyViewsException)
        {
            return false;
        }
    }

    private sealed class TooManyViewsException : Exception;
}
