using Meridian.Cli.Commands;
using Meridian.Events;
using Meridian.Ingest;
using Meridian.Normalise.EventFiles;
using Meridian.Samples.Demo;

namespace Meridian.Cli.Output;

/// <summary>What became of one of the demo's files of orders or messages.</summary>
internal sealed record DemoEvents(DemoSource Source, EventFileCounts Counts, MessageCounts Messages)
{
    public static DemoEvents Take(CommandContext context, Workspace workspace, DemoSource source)
    {
        var table = EventFile.Open(source.File, new ImportOrder(source.SourceName, Path.GetFileName(source.File), "", "", source.Country, null), workspace.Now);
        var messages = EventsImportCommand.Take(context, workspace, source.SourceName, [(source.File, table)]);
        return new DemoEvents(source, table.Counts, messages);
    }

    /// <summary>For <c>--json</c>, named as <c>events import</c> names them.</summary>
    public object Line => new
    {
        file = Path.GetFileName(Source.File),
        source = Source.SourceName,
        received = Messages.Received,
        applied = Messages.Applied,
        duplicate = Messages.Duplicates,
        rejected = Messages.Rejected,
        rows = Counts.Rows,
        passed_over = Counts.PassedOver,
        left_out = Counts.LeftOut,
    };
}
