# What machines read of the brief: its inputs and outputs, and all of it in one archive.


rule list_outputs:
    input:
        **brief.program("list_outputs.py"),
        inputs=rules.list_inputs.output,
        outputs=[*rules.publish_brief.output, rules.describe_brief.output.citation],
    output:
        "build/manifest.json",
    log:
        "build/logs/list_outputs.log",
    conda:
        "../envs/brief.yaml"
    resources:
        **brief.limits,
    shell:
        "python {input.program:q} {input.outputs:q} --inputs {input.inputs:q} --out {output:q}"
        " --limits {resources.seconds} {resources.mem_mb} --log {log:q}"


rule pack_crate:
    input:
        **brief.program("pack_crate.py"),
        metadata=brief.metadata,
        description=rules.describe_brief.output.description,
        workflow=f"{workflow.basedir}/Snakefile",
        inputs=brief.content,
        machinery=brief.machinery,
        outputs=[*rules.list_outputs.input.outputs, *rules.list_outputs.output],
    output:
        "build/brief.crate.zip",
    log:
        "build/logs/pack_crate.log",
    conda:
        "../envs/brief.yaml"
    resources:
        **brief.limits,
    shell:
        "python {input.program:q} --description {input.description:q}"
        " --workflow {input.workflow:q} --inputs {input.inputs:q}"
        " --machinery {input.machinery:q} --outputs {input.outputs:q}"
        " --out {output:q} --limits {resources.seconds} {resources.mem_mb} --log {log:q}"
