namespace Meridian.PhoneData.Patterns;

internal enum Op
{
    /// <summary>One digit of the set A, then the next instruction.</summary>
    Digit,

    /// <summary>Continue at A; if that fails, at B.</summary>
    Split,

    /// <summary>Continue at A.</summary>
    Jump,

    /// <summary>Note the position in slot A.</summary>
    Save,

    /// <summary>Only at the text's end.</summary>
    End,

    /// <summary>The pattern with label A has matched.</summary>
    Match,
}

internal readonly record struct Instruction(Op Op, int A = 0, int B = 0);

/// <summary>
/// Patterns as instructions. Read with their order of preference they say what a backtracking matcher would do; read as a set of states they are what the
/// automata are built from. Several patterns with labels of their own may stand in one program.
/// </summary>
internal sealed class PatternProgram
{
    private readonly List<Instruction> code = [];
    private readonly List<int> starts = [];

    public IReadOnlyList<Instruction> Code => code;

    /// <summary>Where each pattern begins.</summary>
    public IReadOnlyList<int> Starts => starts;

    /// <summary>Adds a pattern that has to match the whole text.</summary>
    public void AddWhole(PatternNode root, int label)
    {
        starts.Add(code.Count);
        Emit(root);
        code.Add(new Instruction(Op.Match, label));
    }

    /// <summary>Adds a pattern that has to match the beginning: whatever follows it is accepted too.</summary>
    public void AddBeginning(PatternNode root, int label)
    {
        starts.Add(code.Count);
        Emit(root);
        var loop = code.Count;
        code.Add(new Instruction(Op.Split, loop + 1, loop + 2));
        code.Add(new Instruction(Op.Match, label));
        code.Add(new Instruction(Op.Digit, DigitSet.All));
        code.Add(new Instruction(Op.Jump, loop));
    }

    /// <summary>Adds the texts of certain lengths, in digits.</summary>
    public void AddLengths(IEnumerable<int> lengths, int label)
    {
        var options = lengths.Where(l => l > 0).Select(l => (PatternNode)new Repeat(new DigitSet(DigitSet.All), l, l)).ToList();
        if (options.Count > 0)
            AddWhole(new Choice(options), label);
    }

    private void Emit(PatternNode node)
    {
        switch (node)
        {
            case DigitSet set:
                code.Add(new Instruction(Op.Digit, set.Mask));
                break;
            case AtEnd:
                code.Add(new Instruction(Op.End));
                break;
            case Sequence sequence:
                foreach (var part in sequence.Parts)
                    Emit(part);
                break;
            case CaptureGroup capture:
                code.Add(new Instruction(Op.Save, 2 * capture.Number));
                Emit(capture.Part);
                code.Add(new Instruction(Op.Save, (2 * capture.Number) + 1));
                break;
            case Choice choice:
                EmitChoice(choice.Options);
                break;
            case Repeat repeat:
                EmitRepeat(repeat);
                break;
            default:
                throw new NotSupportedException(node.ToString());
        }
    }

    private void EmitChoice(IReadOnlyList<PatternNode> options)
    {
        var jumps = new List<int>();
        for (var i = 0; i < options.Count; i++)
        {
            var last = i == options.Count - 1;
            var split = code.Count;
            if (!last)
                code.Add(default);
            Emit(options[i]);
            if (last)
                break;
            jumps.Add(code.Count);
            code.Add(default);
            code[split] = new Instruction(Op.Split, split + 1, code.Count);
        }

        foreach (var jump in jumps)
            code[jump] = new Instruction(Op.Jump, code.Count);
    }

    private void EmitRepeat(Repeat repeat)
    {
        for (var i = 0; i < repeat.Min; i++)
            Emit(repeat.Part);
        var splits = new List<int>();
        for (var i = repeat.Min; i < repeat.Max; i++)
        {
            splits.Add(code.Count);
            code.Add(default);
            Emit(repeat.Part);
        }

        foreach (var split in splits)
            code[split] = new Instruction(Op.Split, split + 1, code.Count);
    }
}
