namespace Meridian.Samples.Demo;

/// <summary>One bundled sample file.</summary>
/// <param name="File">Full path.</param>
/// <param name="SourceName">What to call the source when importing (--source).</param>
/// <param name="Country">Where numbers without a country code belong (--country), ISO 3166-1; null: none.</param>
/// <param name="Description">For a person: what it is, in which format and encoding.</param>
public sealed record DemoSource(string File, string SourceName, string? Country, string Description);
