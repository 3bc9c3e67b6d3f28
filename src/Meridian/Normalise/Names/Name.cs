namespace Meridian.Normalise;

/// <summary>A person's name as it is stored.</summary>
/// <param name="Full">The whole name as given: NFKC, blanks single, case, order, titles and emoji kept; the "~" that WhatsApp puts before a name its owner chose is gone.</param>
/// <param name="Given">The given name, where the spelling leaves no doubt; else null.</param>
/// <param name="Family">The family name, likewise.</param>
/// <param name="Script">ISO 15924 code of most letters: Latn, Hani, Jpan, Kore, Arab, Cyrl, Deva, Thai, ...; Zyyy if unknown. Han alone is Hani: simplified, traditional and Japanese names share most characters.</param>
/// <param name="MatchKey">Equal for two spellings of one name: folded, without titles, punctuation, emoji and what stands in brackets, words in alphabetical order. Never empty.</param>
public readonly record struct Name(string Full, string? Given, string? Family, string Script, string MatchKey);
