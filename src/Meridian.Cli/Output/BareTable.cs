using Spectre.Console;
using Spectre.Console.Rendering;

namespace Meridian.Cli.Output;

/// <summary>A table with a rule below its head and nothing else: Spectre's simple border also has a top and a bottom, which are lines of blanks.</summary>
internal sealed class BareTable(Table table) : Renderable
{
    private readonly Table _table = table.Border(TableBorder.Simple);

    protected override Measurement Measure(RenderOptions options, int maxWidth) => ((IRenderable)_table).Measure(options, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var lines = Segment.SplitLines(((IRenderable)_table).Render(options, maxWidth));
        var first = lines.FindIndex(l => !IsBlank(l));
        var last = lines.FindLastIndex(l => !IsBlank(l));
        for (var i = Math.Max(first, 0); i <= last; i++)
        {
            foreach (var segment in lines[i])
                yield return segment;
            yield return Segment.LineBreak;
        }
    }

    private static bool IsBlank(SegmentLine line) => line.All(s => string.IsNullOrWhiteSpace(s.Text));
}
