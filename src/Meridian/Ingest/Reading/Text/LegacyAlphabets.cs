namespace Meridian.Ingest.Reading;

/// <summary>
/// Letters outside ASCII of the languages that each Windows page was made for, lower case (the main and common auxiliary exemplar
/// characters of CLDR 46's per-language files; foreign names' letters left out, because they are what tells the pages apart).
/// </summary>
internal static class LegacyAlphabets
{
    private const string Russian = "абвгдежзийклмнопрстуфхцчшщъыьэюяё";

    public static string[] Of(int codePage) => codePage switch
    {
        1250 =>
        [
            "ąćęłńóśźż", // Polish
            "áčďéěíňóřšťúůýž", // Czech
            "áäčďéíĺľňóôŕšťúýž", // Slovak
            "áéíóöőúüű", // Hungarian
            "čćđšž", // Croatian, Slovenian
            "ăâîşţ", // Romanian
        ],
        1251 => [Russian, Russian + "іїєґ", Russian + "ў", Russian + "јљњђћџ"],
        1252 =>
        [
            "àâæçéèêëîïôœùûüÿ", // French
            "áéíñóúüªº", // Spanish
            "ãáàâçéêíóôõúªº", // Portuguese
            "àèéìíòóùú", // Italian
            "äöüß", // German
            "åæøé", // Danish, Norwegian
            "åäöé", // Swedish, Finnish
            "éëïóöü", // Dutch
            "áðéíóúýþæö", // Icelandic
            "àçèéíïòóúü", // Catalan
        ],
        1253 => ["αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"],
        1254 => ["çğıİöşüâîû"],
        1255 => ["אבגדהוזחטיךכלםמןנסעףפץצקרשת"],
        1256 => ["ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيـپچژگ"],
        1257 =>
        [
            "ąčęėįšųūž", // Lithuanian
            "āčēģīķļņšūž", // Latvian
            "äõöüšž", // Estonian
        ],
        1258 => ["ăâđêôơưàáèéìíòóùú\u0300\u0301\u0303\u0309\u0323"],
        874 => ["กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮะัาำิีึืฺุูเแโใไๅๆ็่้๊๋์"],
        _ => [Russian],
    };
}
