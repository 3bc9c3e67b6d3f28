using System.ComponentModel;
using Meridian.Activate.Audiences;
using Meridian.Consents;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags.Definitions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>A segment to be saved.</summary>
/// <param name="Definition">The whole of it.</param>
/// <param name="Reason">Why; without personal data.</param>
public sealed record SegmentRequest(SegmentDefinition Definition, string? Reason = null);

/// <summary><c>/api/v1/segments</c>: saved expressions, who is in them, and how they change.</summary>
internal static class SegmentsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/segments", (ApiStore store) => Answers.All(store.Read(SegmentBook.All)))
            .Needs(Right.ReadTags).Produces<Page<SegmentVersion>>().WithTags("segments").WithSummary("The saved segments.");
        api.MapGet("/segments/{name}", (HttpContext http, ApiStore store, string name) => Answers.Single(http, store.Read(s => SegmentViews.Show(s, http.Scope(), name, store.Now))))
            .Needs(Right.ReadTags).Produces<SegmentView>().Produces(304).WithTags("segments").WithSummary("One segment: its rule, how many are in it by country, what depends on it.");
        api.MapPost("/segments", async (ApiStore store, SegmentRequest request) => Answers.Json(
                await TagsApi.Change(store, s => SegmentIntake.Save(s, store.Log, request.Definition, request.Reason, store.Now)).ConfigureAwait(false), 201))
            .Needs(Right.EditTags, told: true).Repeatable().Produces<DefinitionReceipt>(201).WithTags("segments").WithSummary("Save a segment, or a new version of it.");
        api.MapDelete("/segments/{name}", async (ApiStore store, string name) => Answers.Json(
                await TagsApi.Change(store, s => SegmentIntake.Delete(s, store.Log, name, null, store.Now)).ConfigureAwait(false)))
            .Needs(Right.EditTags, told: true).Produces<DefinitionReceipt>().WithTags("segments").WithSummary("Delete a segment; its snapshots stay.");
        api.MapGet("/segments/{name}/count", (HttpContext http, ApiStore store, string name, [FromQuery(Name = "as_of"), Description("By what had happened then: a day or a time, ISO 8601.")] string? asOf) =>
                Answers.Json(store.Read(s => SegmentViews.Count(s, http.Scope(), name, store.Now, ApiTime.Read("as_of", asOf)))))
            .Needs(Right.ReadTags).Produces<RuleCount>().WithTags("segments").WithSummary("How many customers are in a segment.");
        api.MapGet("/segments/{name}/customers", (HttpContext http, ApiStore store, string name, int? limit, [FromQuery(Name = "as_of"), Description("By what had happened then.")] string? asOf) =>
            {
                var found = store.Read(s => Customers.List(s, http.Scope(), new CustomerFilter { Members = SegmentMembers.Of(s, name, store.Now, ApiTime.Read("as_of", asOf)) }, Answers.Limit(limit)));
                http.Caller().People = found.Count;
                return Answers.All(found);
            })
            .Needs(Right.ReadCustomers, told: true).Produces<Page<CustomerLine>>().WithTags("segments").WithSummary("Who is in a segment, the most recently active first.");
        api.MapGet("/segments/{name}/flow", (HttpContext http, ApiStore store, string name) =>
                Answers.All(store.Read(s => SegmentBook.Versions(s, name).Count > 0 ? Snapshots.Flow(s, http.Scope(), name) : throw SegmentIntake.Unknown(s, name))))
            .Needs(Right.ReadTags).Produces<Page<SegmentChange>>().WithTags("segments").WithSummary("How a segment changed from each snapshot to the next.");
        api.MapPost("/segments/{name}/snapshots", Snapshot)
            .Needs(Right.EditTags, told: true).Repeatable().Produces<SnapshotLine>(201).WithTags("segments").WithSummary("Keep who is in a segment now.");
        api.MapGet("/segments/{name}/audience", (HttpContext http, ApiStore store, string name, [Description("What they are to be contacted for: marketing, or a word of your own.")] string? purpose) =>
            {
                var of = Purpose(purpose);
                return Answers.Json(store.Read(s => AudienceFile.Count(s, http.Scope(), SegmentMembers.Of(s, name, store.Now), of)));
            })
            .Needs(Right.ExportCustomers).Produces<AudienceCounts>().WithTags("segments").WithSummary("Who would be in a segment's hashed audience file, and how many are left out and why.");
        api.MapGet("/segments/{name}/audience/file", Audience).Needs(Right.ExportCustomers, told: true).Produces(200, contentType: "text/csv").WithTags("segments")
            .WithSummary("A segment's audience file for an ad platform: SHA-256 of e-mails and phones, of those who consented to the purpose.");
        api.MapGet("/segment-overlap", (HttpContext http, ApiStore store, [Description("2 to 5 segments, with commas between.")] string segments) =>
                Answers.Json(store.Read(s => SegmentOverlap.Of(s, http.Scope(), segments.Split(',', StringSplitOptions.TrimEntries), store.Now))))
            .Needs(Right.ReadTags).Produces<OverlapView>().WithTags("segments").WithSummary("How many customers are in which of several segments, combination by combination.");
    }

    private static async Task<IResult> Audience(HttpContext http, ApiStore store, string name, [Description("What they are to be contacted for: marketing, or a word of your own.")] string? purpose,
        [Description("google (where it is left out) or meta.")] string? format)
    {
        var of = Purpose(purpose);
        var form = AudienceForm.Find(format ?? AudienceForm.Google.Key) ?? throw new ProblemException(Problems.BadParameter, $"format: It is none of {string.Join(", ", AudienceForm.All.Select(f => f.Key))}.");
        return await ExportsApi.File(http, store, "audience.csv", "text/csv; charset=utf-8",
            (s, path) => AudienceFile.Write(s, http.Scope(), SegmentMembers.Of(s, name, store.Now), of, form, path).Included).ConfigureAwait(false);
    }

    private static string Purpose(string? text) => Purposes.TryRead(text ?? "", out var purpose) ? purpose
        : throw new ProblemException(Problems.BadParameter, $"purpose: Say what they are to be contacted for: {string.Join(", ", Purposes.Known)}, or a word of your own.");

    private static async Task<IResult> Snapshot(ApiStore store, string name) => Answers.Json(await store.Alone(s =>
    {
        var segment = SegmentBook.Find(s, name) ?? throw SegmentIntake.Unknown(s, name);
        var snapshot = Snapshots.Take(s, store.Log, segment.Key, segment.Version, SegmentMembers.Of(s, segment.Key, store.Now), store.Now);
        store.Apply(s);
        return snapshot;
    }).ConfigureAwait(false), 201);
}
