/// What the modules of the shop share.
@NullMarked
package com.acme.tangled.kernel;

import org.jspecify.annotations.NullMarked;
