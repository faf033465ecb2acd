"""Static files under names that tell their content, the modules that scripts import included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):
    """Rewrites ``import … from "./x.js";`` to the hashed name; only such relative paths with a semicolon are found."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 12  # a change travels one import a pass; Django's 5 would end amid ours
