using System.ComponentModel;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using Meridian.Tags.Manual;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>A tag to be saved.</summary>
/// <param name="Definition">The whole of it.</param>
/// <param name="Reason">Why; without personal data.</param>
public sealed record TagRequest(TagDefinition Definition, string? Reason = null);

/// <summary>What is to become of a tag.</summary>
/// <param name="Version">Of a publish: which version; the draft where it is left out.</param>
/// <param name="Reason">Why; without personal data.</param>
public sealed record TagChange(int? Version = null, string? Reason = null);

/// <summary><c>/api/v1/tags</c>: definitions, their versions, and who has them.</summary>
internal static class TagsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/tags", (HttpContext http, ApiStore store, [Description("Of the names: en (where it is left out), zh-Hans, ...")] string? language, [FromQuery(Name = "built_in"), Description("The built-in labels too.")] bool? builtIn) =>
                Answers.All(store.Read(s => TagViews.All(s, http.Scope(), language ?? "en", builtIn ?? false))))
            .Needs(Right.ReadTags).Produces<Page<TagLine>>().WithTags("tags").WithSummary("The team's tags, with how many customers have each.");
        api.MapGet("/tags/{name}", (HttpContext http, ApiStore store, string name) => Answers.Single(http, store.Read(s => TagViews.Show(s, http.Scope(), name))))
            .Needs(Right.ReadTags).Produces<TagView>().Produces(304).WithTags("tags").WithSummary("One tag: its definition, what it depends on, and how many customers have it by value and country.");
        api.MapGet("/tags/{name}/versions", (ApiStore store, string name) =>
                Answers.All(store.Read(s => TagBook.Versions(s, name) is { Count: > 0 } versions ? versions : throw TagIntake.Unknown(s, name))))
            .Needs(Right.ReadTags).Produces<Page<TagVersion>>().WithTags("tags").WithSummary("Every version of a tag, the latest first.");
        api.MapGet("/tags/{name}/preview", (HttpContext http, ApiStore store, string name, [Description("The draft where it is left out.")] int? version) =>
            {
                var preview = store.Read(s => TagPreviews.Of(s, http.Scope(), name, version, store.Now));
                http.Caller().People = preview.Entering.Count + preview.Leaving.Count + preview.Changing.Count;
                return Answers.Json(preview);
            })
            .Needs(Right.EditTags, told: true).Produces<TagPreview>().WithTags("tags").WithSummary("What publishing would do: who enters, who leaves, with examples. Nothing is changed.");
        api.MapGet("/tags/{name}/replay", Replay)
            .Needs(Right.EditTags, told: true).Produces<Page<TagReplayDay>>().WithTags("tags").WithSummary("What a version's rule would have done, day by day: how many would have had each value, entered and left. Nothing is changed.");
        api.MapPost("/tags", async (ApiStore store, TagRequest request) => Answers.Json(
                await Change(store, s => TagIntake.Save(s, store.Log, request.Definition, request.Reason, store.Now)).ConfigureAwait(false), 201))
            .Needs(Right.EditTags, told: true).Repeatable().Produces<DefinitionReceipt>(201).WithTags("tags").WithSummary("Save a tag as a draft, or a new version of it.");
        api.MapPost("/tags/{name}/publish", async (ApiStore store, string name, TagChange change) => Answers.Json(
                await Change(store, s => TagIntake.Publish(s, store.Log, name, change.Version, change.Reason, store.Now)).ConfigureAwait(false)))
            .Needs(Right.EditTags, told: true).Repeatable().Produces<DefinitionReceipt>().WithTags("tags").WithSummary("Let customers have the tag by its draft, or by an earlier version.");
        api.MapPost("/tags/{name}/retire", async (ApiStore store, string name, TagChange change) => Answers.Json(
                await Change(store, s => TagIntake.Retire(s, store.Log, name, change.Reason, store.Now)).ConfigureAwait(false)))
            .Needs(Right.EditTags, told: true).Repeatable().Produces<DefinitionReceipt>().WithTags("tags").WithSummary("End a tag: nobody has it any more; versions and history stay.");
        api.MapDelete("/tags/{name}", async (ApiStore store, string name) => Answers.Json(
                await Change(store, s => TagIntake.Delete(s, store.Log, name, null, store.Now)).ConfigureAwait(false)))
            .Needs(Right.EditTags, told: true).Produces<DefinitionReceipt>().WithTags("tags").WithSummary("Take a tag out of sight, with what was given by hand.");
        api.MapGet("/tags/{name}/flow", Flow)
            .Needs(Right.ReadTags).Produces<Page<TagFlow>>().WithTags("tags").WithSummary("How many customers got and lost each value of a tag, day by day.");
        api.MapGet("/tags/{name}/as-of", (HttpContext http, ApiStore store, string name, [Description("A day or a time, ISO 8601.")] string at) =>
                Answers.All(store.Read(s => TagQueries.CountsAsOf(s, http.Scope(), name, ApiTime.Read("at", at)!.Value))))
            .Needs(Right.ReadTags).Produces<Page<TagCountAsOf>>().WithTags("tags").WithSummary("How many customers had each value of a tag at an earlier time, as it was recorded.");
        api.MapGet("/tags/{name}/conflicts", (HttpContext http, ApiStore store, string name, int? limit) =>
            {
                var conflicts = store.Read(s => TagConflicts.Of(s, http.Scope(), name, Answers.Limit(limit)));
                http.Caller().People = conflicts.Count;
                return Answers.All(conflicts);
            })
            .Needs(Right.ReadCustomers, told: true).Produces<Page<TagConflict>>().WithTags("tags").WithSummary("Where a person says one thing of a customer's tag and its rule another.");
    }

    internal static Task<T> Change<T>(ApiStore store, Func<Foundation.Database.ISession, T> change) => store.Alone(s =>
    {
        var receipt = change(s);
        store.Apply(s);
        return receipt;
    });

    private static IResult Replay(
        HttpContext http, ApiStore store, string name, [Description("The first day (UTC); 30 days ago where it is left out.")] string? from, [Description("The last day; today where it is left out.")] string? to,
        [Description("The draft, or the version that stands, where it is left out.")] int? version)
    {
        var (first, last) = Days(store, from, to);
        return Answers.All(store.Read(s => TagReplays.Of(s, http.Scope(), name, version, first, last, store.Now, stop: http.RequestAborted)));
    }

    private static (DateOnly First, DateOnly Last) Days(ApiStore store, string? from, string? to)
    {
        var last = DateOnly.FromDateTime(ApiTime.Read("to", to) ?? store.Now);
        return (ApiTime.Read("from", from) is { } begin ? DateOnly.FromDateTime(begin) : DateOnly.FromDayNumber(Math.Max(0, last.DayNumber - 30)), last);
    }

    private static IResult Flow(HttpContext http, ApiStore store, string name, [Description("The first day (UTC); 30 days ago where it is left out.")] string? from, [Description("The last day; today where it is left out.")] string? to)
    {
        var (first, last) = Days(store, from, to);
        return Answers.All(store.Read(s => TagQueries.Flow(s, http.Scope(), name, first, last)));
    }
}
