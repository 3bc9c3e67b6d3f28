using System.Text.RegularExpressions;

namespace Meridian.Tests.Architecture;

/// <summary>Rules that the sources keep and that a compiled assembly no longer shows.</summary>
public sealed partial class SourceTests
{
    private static readonly string Src = Path.Combine(Root(), "src");

    private static readonly (string File, string Text)[] Sources =
        [.. Directory.EnumerateFiles(Src, "*.cs", SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(Src, f), File.ReadAllText(f)))];

    /// <summary>
    /// A stage's table names are spelled in its ...Tables.cs only. Temporary tables of one batch or one query, which nobody else may name, are made beside
    /// their use: batch_, page_ and export_.
    /// </summary>
    [Fact]
    public void Table_names_are_spelled_only_in_the_stages_table_files()
    {
        var spelled = Sources.Where(s => s.File.StartsWith("Meridian", StringComparison.Ordinal) && !s.File.StartsWith("Meridian.Cli", StringComparison.Ordinal))
            .SelectMany(s => NewTable().Matches(s.Text).Select(m => (s.File, Name: m.Groups["name"].Value))).ToList();
        Assert.Contains(spelled, s => s.File.EndsWith("Tables.cs", StringComparison.Ordinal));
        Assert.DoesNotContain(spelled, s => !s.File.EndsWith("Tables.cs", StringComparison.Ordinal) && !Temporary().IsMatch(s.Name));
    }

    /// <summary>A name in the text of a statement would go around the Table type: after from, join, into, update and table stands a hole.</summary>
    [Fact]
    public void No_statement_names_a_table_in_its_text()
    {
        var tables = Sources.SelectMany(s => NewTable().Matches(s.Text)).Select(m => m.Groups["name"].Value).Where(n => n.Length > 0).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(tables);
        var found = Sources.SelectMany(s => TableInText().Matches(s.Text).Where(m => tables.Contains(m.Groups["name"].Value)).Select(m => $"{s.File}: {m.Value}"));
        Assert.Empty(found);
    }

    [Fact]
    public void An_engine_references_the_product_and_nothing_else_of_ours()
    {
        foreach (var engine in new[] { "Meridian.DuckDb" })
        {
            var project = File.ReadAllText(Path.Combine(Src, engine, engine + ".csproj"));
            Assert.Equal(["Meridian"], Reference().Matches(project).Select(m => m.Groups["name"].Value));
            var own = Sources.Where(s => s.File.StartsWith(engine + Path.DirectorySeparatorChar, StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(own);
            Assert.DoesNotContain(
                own.SelectMany(s => Using().Matches(s.Text).Select(m => (s.File, Namespace: m.Groups["name"].Value))),
                u => !u.Namespace.StartsWith("Meridian.Foundation", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_product_references_the_phone_engine_which_stands_alone_and_nothing_else_of_ours()
    {
        Assert.Equal(["Meridian.Phones"], Reference().Matches(File.ReadAllText(Path.Combine(Src, "Meridian", "Meridian.csproj"))).Select(m => m.Groups["name"].Value));
        Assert.DoesNotContain("Reference", File.ReadAllText(Path.Combine(Src, "Meridian.Phones", "Meridian.Phones.csproj")), StringComparison.Ordinal);
    }

    /// <summary>Connectors answer interfaces that the product declares; they know neither engine nor store.</summary>
    [Fact]
    public void Connectors_reference_the_product_and_nothing_else_of_ours()
    {
        Assert.Equal(["Meridian"], Reference().Matches(File.ReadAllText(Path.Combine(Src, "Meridian.Connectors", "Meridian.Connectors.csproj"))).Select(m => m.Groups["name"].Value));
        var own = Sources.Where(s => s.File.StartsWith("Meridian.Connectors" + Path.DirectorySeparatorChar, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(own);
        Assert.DoesNotContain(
            own.SelectMany(s => Using().Matches(s.Text).Select(m => (s.File, Namespace: m.Groups["name"].Value))),
            u => u.Namespace.StartsWith("Meridian.Foundation.Database", StringComparison.Ordinal) || u.Namespace.StartsWith("Meridian.DuckDb", StringComparison.Ordinal));
        Assert.Empty(own.SelectMany(s => Statement().Matches(s.Text).Select(m => $"{s.File}: {m.Value}")));
    }

    /// <summary>Hosts choose the engine and hold no SQL.</summary>
    [Fact]
    public void The_command_line_holds_no_sql()
    {
        var own = Sources.Where(s => s.File.StartsWith("Meridian.Cli" + Path.DirectorySeparatorChar, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(own);
        Assert.Empty(own.SelectMany(s => Statement().Matches(s.Text).Select(m => $"{s.File}: {m.Value}")));
    }

    [Fact]
    public void No_file_is_named_after_nothing_in_particular() =>
        Assert.DoesNotContain(Sources, s => Vague().IsMatch(Path.GetFileNameWithoutExtension(s.File)));

    [GeneratedRegex("""\bTable(?: \w+ =| \w+ \{ get; \} =)? new\("(?<name>[^"]*)"|\bnew Table\("(?<name>[^"]*)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NewTable();

    [GeneratedRegex("^(batch|page|export)_", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Temporary();

    [GeneratedRegex(@"(\b(insert into|delete from|join|create table)|\bselect [^""\n]* from|^\s*from|""update)\s+(?<name>[a-z_]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex TableInText();

    [GeneratedRegex("""<ProjectReference Include="[^"]*?(?<name>[^/\\"]+)\.csproj""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^using (static )?(?<name>Meridian[\w.]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Using();

    [GeneratedRegex("\"\\s*(select|insert into|update|delete from|create table) \\w+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Statement();

    [GeneratedRegex("(Utils?|Helpers?|Manager|Common)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Vague();

    private static string Root()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Meridian.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside a clone.");
        return root;
    }
}
