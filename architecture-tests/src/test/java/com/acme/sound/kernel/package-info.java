/// What the modules of the shop share.
@NullMarked
package com.acme.sound.kernel;

import org.jspecify.annotations.NullMarked;
