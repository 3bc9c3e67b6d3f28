using Meridian.Events;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Privacy;
using Meridian.Review;
using Meridian.Tags;

namespace Meridian.Web.Pages.Health;

/// <summary>How data and store are at a moment; times UTC.</summary>
/// <param name="IsWhole">Whether who looks sees all countries: messages, log and store are of all at once.</param>
/// <param name="Reasons">None for who may not see what was not applied: a reason quotes what was sent.</param>
/// <param name="Condition">Null for who sees only some countries.</param>
/// <param name="Backup">When the newest backup that this program wrote was made; null for none that is still there.</param>
/// <param name="EvaluatedTo">The instant up to which tags are evaluated; null for none.</param>
internal sealed record HealthState(
    DateTime At, bool IsWhole, IReadOnlyList<SourceCounts> Sources, IReadOnlyList<ReasonCount> Reasons, IReadOnlyList<FileSource> Files, OpenCounts Open, StoreCondition? Condition, DateTime? Backup, DateTime? EvaluatedTo)
{
    private const int MostReasons = 50;

    public static HealthState Read(ISession session, Scope scope, ILog log, DataFolder folder, DateTime now) => new(
        now, !scope.IsLimited, EventHealth.Sources(session, scope, now), Rights.Allows(scope, Right.ReadDeadLetters) ? EventHealth.Reasons(session, scope, MostReasons) : [], StoreCare.Files(session, scope), OpenQuestions.Count(session, scope),
        scope.IsLimited ? null : StoreCare.Condition(session, log, folder), scope.IsLimited ? null : NewestBackup(folder), LabelRefresher.EvaluatedTo(session));

    private static DateTime? NewestBackup(DataFolder folder) =>
        BackupList.Read(folder).Where(File.Exists).Select(b => (DateTime?)File.GetLastWriteTimeUtc(b)).Max();
}
