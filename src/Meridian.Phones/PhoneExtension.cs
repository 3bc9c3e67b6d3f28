using System.Runtime.CompilerServices;

namespace Meridian.Phones;

/// <summary>Up to 20 digits of an extension, kept inside the number so that reading one takes nothing from the heap. As written: a digit may be of any script.</summary>
[InlineArray(Longest)]
internal struct PhoneExtension
{
    public const int Longest = 20;

    private char first;
}
